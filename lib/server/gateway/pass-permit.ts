import type { CallIdentity } from '@/lib/approvals/client-call'
import { execute } from '@/lib/approvals/executor'
import { claimPermit, PERMIT_WAITS_MS } from '@/lib/approvals/permit'
import type { Reach } from '@/lib/approvals/reach'
import type { EffectRow } from '@/lib/approvals/rows'
import type { Command } from '@/lib/ops/define'
import { sql } from '../database'
import { asOne, notInScope, type Place, touchedBy } from '../decide'
import { log } from '../log'
import type { Caller } from '../machines/caller'
import { perform, type Result, unmetPrecondition } from '../perform'
import { reach, sentOf } from '../reach'
import { rawOf } from '../run-command'
import type { GatewayAnswer, GatewayCall } from './call'
import { unconfirmed } from './gate-words'
import { passed } from './passed'
import { wireFor } from './wire-for'

export type Permit = {
  call: GatewayCall
  op: Command
  caller: Caller
  identity: CallIdentity
  effectId: string
  /** The body without secrets. */
  body: string | null
}

/** What came of a permit: Atlas's answer, if there is one. Undefined: it was not due, on hold, or used. */
export type Used = { answer?: GatewayAnswer } | undefined

/**
 * Carries out a permit with the call of its client, through the executor with all its checks. Of any number of callers at
 * once, one passes.
 */
export async function passPermit({
  call,
  op,
  caller,
  identity,
  effectId,
  body,
}: Permit): Promise<Used> {
  const claimed = await claimPermit(sql(), effectId, body)
  if (!claimed) return undefined
  const input = asApproved(op, claimed, call)
  const places = await touchedBy(op, input, caller.person)
  if (!places) throw notInScope()
  const place = asOne(places)
  let answer: GatewayAnswer | undefined
  let isLeaving = false
  try {
    const own = { sent: identity, leaveWithinMs: PERMIT_WAITS_MS, send }
    await execute(sql(), { ...reach, ...reachOf(call, input, place), ...own }, claimed)
  } catch (error) {
    if (!isLeaving) throw error
    // The call may be in Atlas. Its outcome is read and recorded later.
    log.error('The outcome of a permit could not be recorded', {
      requestId: call.requestId,
      error: String(error),
    })
    if (!answer) throw unconfirmed()
  }
  return answer ? { answer } : {}

  async function send(...[command, , about, leaveBy, commit]: Parameters<Reach['send']>) {
    const bytes = async () => {
      await commit()
      isLeaving = true
      return call.body?.toString('utf8')
    }
    let result: Result
    try {
      const wire = await wireFor(about.request_id)
      result = await perform(command, input, place, bytes, about.id, { leaveBy, wire })
    } catch (error) {
      result = { outcome: 'failed', error }
    }
    // A 401 is about Gatehouse's credential, and no client repeats after a 429.
    const isOwn = result.status !== undefined && [401, 429].includes(result.status)
    const raw = isOwn ? undefined : rawOf(result)
    answer = raw && passed(raw)
    return sentOf(command, result)
  }
}

/** What the approver saw, with the client's secrets: the call must fit the state that the approver saw too. */
const asApproved = (
  { secrets = [] }: Command,
  { input }: EffectRow,
  call: GatewayCall,
): Record<string, unknown> => ({
  ...JSON.parse(input),
  ...Object.fromEntries(
    secrets.filter((name) => name in call.input).map((name) => [name, call.input[name]]),
  ),
})

const reachOf = (
  { requestId }: GatewayCall,
  input: Record<string, unknown>,
  place: Place,
): Pick<Reach, 'whyNot'> => ({
  whyNot: (op) => unmetPrecondition(op, input, place, requestId, 'urgent', true),
})

import { type ClientCall, callKey } from '@/lib/approvals/client-call'
import { file } from '@/lib/approvals/file-request'
import { isUniqueViolation } from '@/lib/approvals/postgres-errors'
import { perProcess } from '@/lib/atlas/per-process'
import { clientIn } from '@/lib/format/user-agent'
import type { Command } from '@/lib/ops/define'
import { byOf } from '../actor'
import { asking } from '../console-ops/asking'
import { sql } from '../database'
import type { Caller } from '../machines/caller'
import { wakeExecutor } from '../wake-executor'
import { isUnlimited, spend } from './budget'
import type { GatewayCall } from './call'

export type Filing = {
  call: GatewayCall
  op: Command
  caller: Caller
  client: ClientCall
  /** The input with a placeholder for each secret. */
  stored: Record<string, unknown>
}

const filing = perProcess('gatehouseFiling', () => new Map<string, Promise<void>>())

/**
 * Files a request for a call. Identical calls at once file one: in this process they share the attempt, and on another
 * replica the database refuses the second. @throws OpError what the policy, the role or Atlas's state refuse
 */
export function fileOnce(one: Filing): Promise<void> {
  const key = callKey(one.client)
  const running = filing().get(key)
  if (running) return running
  const started = fileNow(one).finally(() => filing().delete(key))
  filing().set(key, started)
  return started
}

async function fileNow({ call, op, caller, client, stored }: Filing): Promise<void> {
  const { person, machine } = caller
  const { requestId: trace, input } = call
  if (machine && !isUnlimited(call.operationId)) {
    await spend(machine, 'gated')
    if (call.method === 'DELETE') await spend(machine, 'deletions')
  }
  const body = client.mode === 'send' ? (call.body?.toString('utf8') ?? null) : null
  const asked = { op, call: client, body, owner: machine?.owner ?? null, stored }
  const { asking: what, decision } = await asking(
    op.id,
    input,
    { reason: reasonOf(call, caller), ticket: call.ticket ?? '', client: asked },
    { person, requestId: trace },
  )
  try {
    await file(sql(), what, byOf(person, decision), trace)
  } catch (error) {
    if (!isUniqueViolation(error, 'request_call_open')) throw error
  }
  if (what.terms.automatic) wakeExecutor()
}

/** The caller's own words, or who calls and what for. */
function reasonOf(
  { reason, userAgent }: Pick<GatewayCall, 'reason' | 'userAgent'>,
  { machine }: Caller,
): string {
  if (reason) return reason
  const client = clientIn(userAgent ?? null)?.name ?? 'a client without a User-Agent'
  return machine
    ? `${machine.name} sent this with ${client}. Purpose: ${machine.purpose}`
    : `Sent with ${client}.`
}

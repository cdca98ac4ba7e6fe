import { setTimeout as sleep } from 'node:timers/promises'
import { executeNext } from '@/lib/approvals/executor'
import { expirePending, underLease } from '@/lib/approvals/observer'
import type { Reach } from '@/lib/approvals/reach'
import { reconcile, recoverAbandoned, resumeAbsent } from '@/lib/approvals/reconciler'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { newId } from '@/lib/format/id'
import { type Call, scopeOf } from '@/lib/ops/define'
import { ops } from '@/lib/ops/registry'
import { lostApproval } from './approvers'
import { configuration } from './configuration'
import { settleCutCommands } from './cut-command'
import { sql } from './database'
import { placeOf } from './decide'
import { advanceNext } from './guided/advance'
import { log } from './log'
import { nudged } from './nudge'
import { holder, observeAll, observeEnds } from './observe'
import { forgetKeys } from './once'
import { perform, readBack, whyNotFirst } from './perform'
import { placesOfRequest } from './request-place'

const placeOfCall = async (call: Call) => {
  const op = ops.get(call.id)
  const input = op?.input.safeParse(call.input)
  if (!op || !input?.success) throw new Error(`No call can be made of ${call.id}`)
  const place = await placeOf(scopeOf(op, input.data))
  if (!place) throw new Error('No connection knows this project.')
  return place
}

/** How long an effect may wait for its turn before its call leaves; with the call's own timeout it fits into a lease of 20 s. */
const LEAVE_WITHIN_MS = 4_000

/** How the executor reaches Atlas: through the same pipeline as a person's command. */
export const reach: Reach = {
  read: async (call) => readBack(call, await placeOfCall(call), newId()),
  whyNot: async (op, input) =>
    whyNotFirst(op, input, await placeOfCall({ id: op.id, input }), newId()),
  leaveWithinMs: LEAVE_WITHIN_MS,
  async send(op, input, body, effectId, leaveBy) {
    const place = await placeOfCall({ id: op.id, input })
    const { outcome, status, error, answer } = await perform(
      op,
      input,
      place,
      body,
      effectId,
      leaveBy,
    )
    return {
      outcome,
      ...(status === undefined ? {} : { status }),
      ...(answer?.requestId ? { requestId: answer.requestId } : {}),
      ...(error instanceof Error ? { message: toFailure(error, op.refusals).message } : {}),
      ...(error instanceof AtlasError
        ? {
            ...(error.errorCode === undefined ? {} : { errorCode: error.errorCode }),
            ...(error.retryAfterSeconds === undefined
              ? {}
              : { retryAfterSeconds: error.retryAfterSeconds }),
          }
        : {}),
    }
  },
  get timeoutMs() {
    return LEAVE_WITHIN_MS + Math.max(...configuration().connections.map((c) => c.timeoutMs))
  },
  async lostRight(request, decision) {
    for (const place of await placesOfRequest(request)) {
      const lost = await lostApproval(decision, place)
      if (lost) return lost
    }
    return undefined
  },
}

/** Repeats work until stopped; a failure is logged and does not end the loop. */
async function loop(
  name: string,
  signal: AbortSignal,
  work: () => Promise<unknown>,
  rest: () => Promise<unknown>,
) {
  while (!signal.aborted) {
    try {
      await work()
    } catch (error) {
      log.error(`the ${name} failed at one turn`, {
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      await sleep(1_000, undefined, { signal }).catch(() => {})
    }
    await rest().catch(() => {})
  }
}

/** Starts the standing loops of this process; gives a function that stops them. */
export function startLoops(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const pause = (ms: number) => () => sleep(ms, undefined, { signal })
  const executor = async () => {
    while (!signal.aborted && (await executeNext(sql(), reach)));
  }
  // Two, so that a call that hangs does not hold up the next one.
  for (const n of [1, 2]) void loop(`executor ${n}`, signal, executor, () => nudged(1_000, signal))
  const guide = async () => {
    while (!signal.aborted && (await advanceNext()));
  }
  for (const n of [1, 2]) void loop(`guide ${n}`, signal, guide, () => nudged(1_000, signal))
  void loop(
    'reconciler',
    signal,
    async () => {
      await recoverAbandoned(sql())
      await resumeAbsent(sql())
      await reconcile(sql(), reach)
    },
    pause(1_000),
  )
  void loop(
    'expirer',
    signal,
    () =>
      underLease(sql(), 'expirer', holder, async () => {
        await expirePending(sql())
        await observeEnds()
        await forgetKeys()
      }),
    pause(2_000),
  )
  void loop(
    'settler of cut commands',
    signal,
    async () => {
      const isMine = await underLease(sql(), 'settler', holder, () => settleCutCommands(true))
      if (!isMine) await settleCutCommands(false)
    },
    pause(5_000),
  )
  void loop(
    'observer',
    signal,
    () => underLease(sql(), 'observer', holder, () => observeAll(signal)),
    pause(configuration().observeEverySeconds * 1000),
  )
  return () => stop.abort()
}

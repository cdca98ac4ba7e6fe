import { setTimeout as sleep } from 'node:timers/promises'
import { endUnreviewed } from '@/lib/approvals/break-glass'
import { claim } from '@/lib/approvals/effects'
import { expirePending, underLease } from '@/lib/approvals/employee-access/observer'
import { escalateDue } from '@/lib/approvals/escalate'
import { execute } from '@/lib/approvals/executor'
import { expireWaiting } from '@/lib/approvals/held'
import { termsForEach } from '@/lib/approvals/policy'
import type { Reach } from '@/lib/approvals/reach'
import { reconcile, recoverAbandoned, resumeAbsent } from '@/lib/approvals/reconciler'
import type { EffectRow, RequestRow } from '@/lib/approvals/rows'
import { termsOf } from '@/lib/approvals/terms'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { findOp } from '@/lib/atlas/find-op'
import { newId } from '@/lib/format/id'
import { type Call, scopeOf } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { groupsOf } from './approvers'
import { deliverRows } from './audit-streams/stream'
import { whyNoRight } from './break-glass'
import { startCheckpoints } from './checkpoints/loops'
import { clocksOf } from './clocks'
import { configuration } from './configuration'
import { settleCutCommands } from './cut-command'
import { sql } from './database'
import { type Place, placeOf } from './decide'
import { countedVotes, electorateOf } from './electorate'
import { holder, observeAll, observeEnds } from './employee-access/observe'
import { claimDue, hop } from './guided/advance'
import { hearReplicas } from './hear-replicas'
import { log } from './log'
import { claimDelivery, deliver, forgetNotifications } from './notify/delivery'
import { readOutbox } from './notify/outbox'
import { listenToSlack } from './notify/slack-socket'
import { forgetKeys } from './once'
import { effectTimeoutMs, perform, type Result, readBack, unmetPrecondition } from './perform'
import { placesOfRequest, requestAt } from './request-place'
import { beat, holdIfReplaced } from './restored'
import { askedOfRequest } from './terms'
import { untilWoken, wakeExecutor } from './wake-executor'

/**
 * The place an effect's call goes to. If no connection lists the project, or it can't be looked up now, its organization's
 * credential is used: Atlas's answer then shows whether the project is gone.
 */
async function placeFor({ id, input }: Call, effect: EffectRow): Promise<Place> {
  const op = findOp(id)
  const parsed = op?.input.safeParse(input)
  if (!op || !parsed?.success) throw new Error(`Can’t build a call of ${id}`)
  const place = await placeOf(scopeOf(op, parsed.data)).catch(() => undefined)
  const org = place ?? (await placeOf({ kind: 'organization', orgId: effect.org_id }))
  if (!org) throw OpError.of('unavailable', 'No Atlas connection has this organization.')
  return org
}

/** How long an effect may wait for its turn before it is sent, in ms. */
const LEAVE_WITHIN_MS = 4_000

/** The executor's access to Atlas, through the same pipeline as a person's command. */
export const reach: Reach = {
  read: (call, effect, withinMs) =>
    within(
      withinMs,
      placeFor(call, effect).then((place) => readBack(call, place, newId())),
    ),
  whyNot: (op, input, effect, withinMs) =>
    within(
      withinMs,
      placeFor({ id: op.id, input }, effect).then((place) =>
        unmetPrecondition(op, input, place, newId()),
      ),
    ),
  clocks: async (effect) =>
    clocksOf(
      (await placeFor({ id: effect.op, input: JSON.parse(effect.input) }, effect)).connection.name,
    ),
  leaveWithinMs: LEAVE_WITHIN_MS,
  async send(op, input, effect, leaveBy, commit) {
    let result: Result
    try {
      const place = await placeFor({ id: op.id, input }, effect)
      result = await perform(op, input, place, commit, effect.id, leaveBy)
    } catch (error) {
      result = { outcome: 'failed', error }
    }
    const { outcome, status, error, answer } = result
    return {
      outcome,
      ...(status === undefined ? {} : { status }),
      ...(answer?.requestId ? { requestId: answer.requestId } : {}),
      ...(error instanceof Error ? { message: toFailure(error, op.refusals).message } : {}),
      ...(error instanceof OpError && error.kind === 'conflict' ? { isConflict: true } : {}),
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
    return (
      LEAVE_WITHIN_MS + Math.max(...configuration().connections.map((c) => effectTimeoutMs(c.name)))
    )
  },
  async counted(request, votes, escalated) {
    const electorate = await electorateOf(sql(), [request], votes)
    return countedVotes(request, votes, await knownPlaces(request), electorate, escalated)
  },
  async whyNotBreakGlass(request) {
    const groups = await groupsOf({ iss: request.requester_iss, sub: request.requester_sub })
    return whyNoRight(termsOf(request), groups, await knownPlaces(request))
  },
  async whyNotAutomatic(request) {
    const { requester_iss: iss, requester_sub: sub } = request
    const places = await knownPlaces(request)
    const asked = askedOfRequest(request, places, await groupsOf({ iss, sub }))
    return termsForEach(configuration().policy.rules, asked)?.automatic
      ? undefined
      : 'The policy no longer approves this automatically. Send a new request.'
  },
}

/** The places of a request. An unknown one must not skip a check. */
async function knownPlaces(request: RequestRow): Promise<[Place, ...Place[]]> {
  const [main, ...others] = await placesOfRequest(request)
  return main ? [main, ...others] : [(await requestAt(request.id)).place]
}

/** The promise's value. Throws OpError 'unavailable' after that many milliseconds. */
function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(OpError.of('unavailable', 'Atlas did not answer in time.'))
    const timer = setTimeout(late, ms)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** How many effects of one kind, or guided commands, this process runs at a time. */
const PLACES = 16

const inWords = (error: unknown) =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

/** Repeats work until stopped. A failure is logged and does not end the loop. */
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
      log.error(`${name} failed`, {
        error: inWords(error),
      })
      await sleep(1_000, undefined, { signal }).catch(() => {})
    }
    await rest().catch(() => {})
  }
}

/** Starts the background loops of this process. Returns a function that stops them. */
export function startLoops(): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const pause = (ms: number) => () => sleep(ms, undefined, { signal })
  /** Claims work while slots are free. A hanging call occupies one slot. */
  const inPlaces = <T>(
    claimOne: () => Promise<T | undefined>,
    carryOut: (one: T) => Promise<unknown>,
  ) => {
    let busy = 0
    return async () => {
      while (!signal.aborted && busy < PLACES) {
        const one = await claimOne()
        if (!one) return
        busy += 1
        void carryOut(one)
          .catch((error) => log.error('Claimed work failed', { error: inWords(error) }))
          .finally(() => {
            busy -= 1
            wakeExecutor()
          })
      }
    }
  }
  const executor = (kind: EffectRow['kind']) =>
    inPlaces(
      () => claim(sql(), kind),
      (effect) => execute(sql(), reach, effect),
    )
  const nudges = () => untilWoken(1_000, signal)
  // Revokes have separate slots, so that grants can't delay them.
  void loop('executor of revokes', signal, executor('end'), nudges)
  const unlessReplaced = (work: () => Promise<unknown>) => async () => {
    await holdIfReplaced()
    await work()
  }
  void loop('executor of grants', signal, unlessReplaced(executor('begin')), nudges)
  void loop('guide', signal, unlessReplaced(inPlaces(claimDue, hop)), nudges)
  const recover = async () => {
    await recoverAbandoned(sql())
    await resumeAbsent(sql())
    await reconcile(sql(), reach, 'end')
  }
  void loop('reconciler of revokes', signal, recover, pause(1_000))
  void loop('reconciler of grants', signal, () => reconcile(sql(), reach, 'begin'), pause(1_000))
  void loop(
    'expirer',
    signal,
    () =>
      underLease(sql(), 'expirer', holder, async () => {
        await expirePending(sql())
        await escalateDue(sql())
        await expireWaiting(sql())
        await observeEnds()
        await forgetKeys()
      }),
    pause(2_000),
  )
  const endOverdue = async () => {
    if ((await endUnreviewed(sql())) > 0) wakeExecutor()
  }
  void loop(
    'reviews of break-glass',
    signal,
    () => underLease(sql(), 'reviews', holder, endOverdue),
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
  void loop('heartbeat', signal, beat, pause(10_000))
  void loop('listener to replicas', signal, () => hearReplicas(signal), pause(0))
  const readAll = async () => {
    while (!signal.aborted && (await readOutbox()));
  }
  void loop('outbox', signal, readAll, pause(1_000))
  void loop('notifier', signal, inPlaces(claimDelivery, deliver), nudges)
  void loop('Slack', signal, () => listenToSlack(signal), pause(10_000))
  void loop('notification cleaner', signal, forgetNotifications, pause(3_600_000))
  for (const stream of configuration().auditStreams)
    void loop(`audit stream ${stream.name}`, signal, () => deliverRows(stream), pause(2_000))
  startCheckpoints((name, work, ms) => void loop(name, signal, work, pause(ms)))
  void loop(
    'observer',
    signal,
    () => underLease(sql(), 'observer', holder, () => observeAll(signal)),
    pause(configuration().observeEverySeconds * 1000),
  )
  return () => stop.abort()
}

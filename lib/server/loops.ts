import { setTimeout as sleep } from 'node:timers/promises'
import { endUnreviewed } from '@/lib/approvals/break-glass'
import { claim } from '@/lib/approvals/effects'
import { expirePending, underLease } from '@/lib/approvals/employee-access/observer'
import { escalateDue } from '@/lib/approvals/escalate'
import { execute } from '@/lib/approvals/executor'
import { expireWaiting } from '@/lib/approvals/held'
import { reconcile, recoverAbandoned, resumeAbsent } from '@/lib/approvals/reconciler'
import type { EffectRow } from '@/lib/approvals/rows'
import { voidWaiting } from '@/lib/approvals/void-approval'
import { remindReviewers } from './access-reviews/remind'
import { lookEverywhere } from './atlas-credentials/look'
import { deliverRows } from './audit-streams/stream'
import { startCheckpoints } from './checkpoints/loops'
import { configuration } from './configuration'
import { settleCutCommands } from './cut-command'
import { sql } from './database'
import { listenForFlex } from './employee-access/due'
import { holder, observeEnds } from './employee-access/observe'
import { observeDue } from './employee-access/observer'
import { collect } from './fleet/collect'
import { listen } from './fleet/listen'
import { snapshot } from './fleet/view'
import { forgetBudgets } from './gateway/budget'
import { forgetAnswers } from './gateway/kept-answer'
import { claimDue, hop } from './guided/advance'
import { storeReplica } from './health/replica'
import { hearReplicas } from './hear-replicas'
import { log } from './log'
import { loopState } from './loop-states'
import { remindOwners } from './machines/remind'
import { claimDelivery, deliver, forgetNotifications } from './notify/delivery'
import { readOutbox } from './notify/outbox'
import { listenToSlack } from './notify/slack-socket'
import { forgetKeys } from './once'
import { reach } from './reach'
import { beat, holdIfReplaced } from './restored'
import { untilWoken, wakeExecutor } from './wake-executor'

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
  const state = loopState(name)
  while (!signal.aborted) {
    state.startedAt = Date.now()
    try {
      await work()
      state.succeededAt = Date.now()
      state.failuresInARow = 0
      state.failingSince = undefined
    } catch (error) {
      log.error(`${name} failed`, {
        error: inWords(error),
      })
      state.failedAt = Date.now()
      if (state.failuresInARow === 0) state.failingSince = state.failedAt
      state.failuresInARow += 1
      state.failures += 1
      state.error = error instanceof Error ? error.message : String(error)
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
        await remindReviewers()
        await remindOwners()
        await forgetAnswers()
        await forgetBudgets()
      }),
    pause(2_000),
  )
  void loop(
    'approvals that wait for their start',
    signal,
    () =>
      underLease(sql(), 'waiting', holder, async () => {
        await voidWaiting(sql(), reach)
      }),
    pause(30_000),
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
  void loop('state of this console', signal, storeReplica, pause(10_000))
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
    'observer of Atlas credentials',
    signal,
    () => underLease(sql(), 'credentials', holder, () => lookEverywhere(signal)),
    pause(600_000),
  )
  void loop(
    'observer',
    signal,
    () => underLease(sql(), 'observer', holder, () => observeDue(signal)),
    pause(1_000),
  )
  void loop(
    'collector of the fleet',
    signal,
    () => underLease(sql(), 'fleet', holder, () => collect(signal)),
    pause(1_000),
  )
  signal.addEventListener('abort', listen())
  const warn = (error: unknown) =>
    log.warn('A project could not be made due', { error: String(error) })
  signal.addEventListener('abort', listenForFlex(warn))
  // So that the first person who opens the fleet does not wait for all of it.
  void loop('view of the fleet', signal, snapshot, pause(5_000))
  return () => stop.abort()
}

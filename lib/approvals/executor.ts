import type { Command } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { endsAccess } from '@/lib/ops/registry'
import { loggedDecisions, wasSentAs } from './approval-row'
import { breakGlassOf } from './break-glass'
import { votesOf } from './decide-request'
import { claim, closedBy, isGrantUnseen, isNewerGranted, isReplaced, move, wait } from './effects'
import { openStep } from './quorum'
import { commandOf, inputOf, look, messageOf, READ_WITHIN_MS, type Reach, type Seen } from './reach'
import type { ClosedHow, EffectRow, RequestRow, Sql } from './rows'
import { sendOnce } from './sending'
import { type TakenOver, takenOver } from './take-over'
import { wholeOf } from './targets'
import { termsOf } from './terms'
import { voidApproval } from './void-approval'
import { whyNotApproved, whyNotBreakGlass, whyNotReviewed } from './why-not-approved'
import { isOpen, windowsInWords } from './window'

/** Executes the next planned effect, of one kind if given. Returns false if none is due. */
export async function executeNext(
  sql: Sql,
  reach: Reach,
  kind?: EffectRow['kind'],
): Promise<boolean> {
  const effect = await claim(sql, kind)
  if (!effect) return false
  await execute(sql, reach, effect)
  return true
}

/** Carries out a claimed effect. Throws unexpected errors; the effect then waits with the error as its reason. */
export async function execute(sql: Sql, reach: Reach, effect: EffectRow): Promise<void> {
  try {
    await carryOut(sql, reach, effect)
  } catch (error) {
    const isForeseen = error instanceof OpError
    const why = messageOf(error)
    await wait(sql, effect, isForeseen ? why : `Gatehouse failed before the call: ${why}`)
    if (!isForeseen) throw error
  }
}

async function carryOut(sql: Sql, reach: Reach, effect: EffectRow): Promise<void> {
  const op = commandOf(effect)
  // Nobody approves a revoke, so a row in the database must not make anything else one.
  if (effect.kind === 'end' && !endsAccess(op.id)) {
    await move(sql, effect, 'claimed', 'refused', { note: NO_REVOKE })
    return
  }
  // Atlas takes longest to answer, so the records are checked meanwhile.
  const reading = read(sql, reach, op, effect)
  reading.catch(() => {})
  const refused = effect.kind === 'begin' ? await recheck(sql, reach, effect) : undefined
  if (refused === 'voided') return
  if (refused) {
    await move(sql, effect, 'claimed', 'refused', { note: refused.why, close: refused.how })
    return
  }
  if (effect.kind === 'end' && (await wasNeverSent(sql, effect))) {
    const note = 'Nothing was granted, so there is nothing to revoke.'
    await move(sql, effect, 'claimed', 'confirmed', { note })
    return
  }
  const { input, old, seen } = await reading
  const next =
    effect.kind === 'end'
      ? await beforeRevoke(sql, op, effect, input, seen)
      : await beforeGrant(sql, reach, op, effect, input, seen, old)
  if (next && 'wait' in next) await wait(sql, effect, next.wait)
  else if (next) await move(sql, effect, 'claimed', next.to, next)
  else await sendOnce(sql, reach, op, effect, input, seen.verdict)
}

/** The effect's input, what it takes over from, and the state of its target in Atlas. */
async function read(sql: Sql, reach: Reach, op: Command, effect: EffectRow) {
  const input = await inputOf(sql, effect)
  const old = await takenOver(sql, effect)
  return { input, old, seen: await look(reach, op, effect, input, READ_WITHIN_MS, old.sent) }
}

/** Whether the call of the request that a revoke is for was stopped before it was sent. Whatever is there is not its grant. */
async function wasNeverSent(sql: Sql, effect: EffectRow): Promise<boolean> {
  if (effect.request_id === null) return false
  const [open] = await sql`
    select 1 from effect where request_id = ${effect.request_id} and kind = 'begin'
      and (body is not null or state <> 'refused')`
  return open === undefined
}

type Next =
  | { wait: string }
  | {
      to: 'confirmed' | 'conflict' | 'refused'
      note: string
      observed?: unknown
      close?: ClosedHow
    }
  | undefined

/**
 * What to do with a revoke after the read; undefined: send it. A cluster that can't be read does not stop a revoke. A
 * different grant does, because Atlas's revoke clears any grant.
 */
async function beforeRevoke(
  sql: Sql,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  { verdict, answer, observed }: Seen,
): Promise<Next> {
  // A read that does not show an accepted grant yet proves nothing.
  if (verdict === 'done' && !(await isGrantUnseen(sql, effect)))
    return {
      to: 'confirmed',
      note: 'There was no grant to revoke.',
      observed,
      close: await closedBy(sql, op, effect),
    }
  if (verdict === 'done') return undefined
  const isMeant = verdict === 'absent' && op.readBack?.isExact?.(answer, input) === true
  const isOther =
    verdict === 'other' ||
    (await isReplaced(sql, effect)) ||
    (!isMeant && (await isNewerGranted(sql, effect)))
  return isOther
    ? {
        to: 'conflict',
        note: 'The cluster now has a different grant. It was not revoked.',
        observed,
        close: 'conflict',
      }
    : undefined
}

/** What to do with an approved call after the read; undefined: send it. */
async function beforeGrant(
  sql: Sql,
  reach: Reach,
  op: Command,
  effect: EffectRow,
  input: Record<string, unknown>,
  { verdict, observed, answer, why }: Seen,
  old: TakenOver,
): Promise<Next> {
  if (verdict === 'unread') return { wait: `Gatehouse couldn’t read Atlas before the call: ${why}` }
  if (verdict === 'done' && !(await isFirstForClient(sql, effect)))
    return {
      to: 'confirmed',
      note: 'Atlas already had this state. Nothing was sent.',
      observed,
      close: await closedBy(sql, op, effect),
    }
  const stricter = await reach.whyStricter(effect, answer)
  if (stricter) return { to: 'refused', note: stricter, close: 'refused' }
  // With `precondition`, that read decides: what the call creates does not exist yet.
  if (answer === undefined && !op.precondition)
    return { to: 'refused', note: 'The target no longer exists in Atlas.', close: 'refused' }
  const isOld = op.readBack!.shows?.(answer, old.sent) === true
  const conflict = old.whyNot ?? (isOld ? undefined : op.readBack!.before?.(answer, input))
  if (conflict) return { to: 'conflict', note: conflict, observed, close: 'conflict' }
  if (op.precondition) {
    try {
      const whyNot = await reach.whyNot(op, input, effect, READ_WITHIN_MS)
      if (whyNot !== undefined) return { to: 'conflict', note: whyNot, close: 'conflict' }
    } catch (error) {
      return { wait: `Gatehouse couldn’t read Atlas before the call: ${messageOf(error)}` }
    }
  }
  // The end is an absolute time. With a wrong clock the grant would last longer than approved.
  const skew = op.durationField ? await reach.clocks(effect) : undefined
  return skew?.whyNot ? { wait: skew.whyNot } : undefined
}

/** Whether a client waits for Atlas's answer to a call that was not sent yet. After that, a second one could do harm. */
async function isFirstForClient(sql: Sql, { request_id, sent_at }: EffectRow): Promise<boolean> {
  if (sent_at !== null) return false
  const [one] = await sql`select 1 from request where id = ${request_id} and call is not null`
  return one !== undefined
}

/** Checks state, digest, votes, input, revoke, time and the approvers' roles again; undefined: continue. */
async function recheck(sql: Sql, reach: Reach, effect: EffectRow): Promise<Refused> {
  const [r] = await sql<RequestRow[]>`select * from request where id = ${effect.request_id}`
  if (r?.state !== 'approved') return { why: `The request is ${r?.state ?? 'gone'}.` }
  const whole = await wholeOf(sql, r)
  // The approval of the whole was voided since.
  if (whole.state === 'pending') {
    await voidApproval(sql, effect, r, whole)
    return 'voided'
  }
  const votes = await votesOf(sql, whole)
  const glass = await breakGlassOf(sql, whole.id)
  const log = await loggedDecisions(sql, whole.id)
  const forged = glass
    ? whyNotBreakGlass(r, effect, glass, log, reach.sent)
    : whyNotApproved(r, whole, effect, votes, log, reach.sent)
  if (forged) return { why: forged, how: 'refused' }
  if (r.call === null && effect.body !== null && !(await wasSentAs(sql, effect)))
    return { why: OTHER_BYTES, how: 'refused' }
  const skipped = await whySkipped(sql, r, whole)
  if (skipped) return { why: skipped, how: 'skipped' }
  const [revoked] =
    await sql`select 1 from effect where request_id = ${r.id} and kind = 'end' limit 1`
  if (revoked) return { why: 'Revoked before Atlas acted on the grant.', how: 'revoked' }
  const [time] = await sql<{ now: Date; late: boolean; early: boolean }[]>`
    select clock_timestamp() as now, execute_by < clock_timestamp() as late,
      coalesce(${r.not_before} > clock_timestamp(), false) as early
    from effect where id = ${effect.id}`
  if (time?.late)
    return { why: 'The approval expired before Gatehouse could send the call.', how: 'missed' }
  if (time?.early) throw OpError.of('conflict', 'The request starts later.')
  if (glass) {
    const lost = whyNotReviewed(glass) ?? (await reach.whyNotBreakGlass(r))
    return lost === undefined ? undefined : { why: lost, how: 'refused' }
  }
  const barred = await reach.whyNotCaller(whole)
  if (barred) return { why: barred, how: 'refused' }
  const { windows, automatic, steps } = termsOf(whole)
  if (time && windows.some((window) => !isOpen(window, time.now)))
    throw OpError.of('conflict', `The policy allows this only ${windowsInWords(windows)}.`)
  const notAutomatic = automatic ? await reach.whyNotAutomatic(whole) : undefined
  if (notAutomatic) return { why: notAutomatic, how: 'refused' }
  const { counted, lost } = await reach.counted(whole, votes, whole.escalated)
  if (openStep(steps, counted) === undefined) return undefined
  await voidApproval(sql, effect, r, whole, lost)
  return 'voided'
}

const NO_REVOKE =
  'This call does not revoke access, so it was not sent. Tell your admin: someone may have changed the database.'
const OTHER_BYTES =
  'The stored body is not the one that Gatehouse sent before, so nothing was sent. Tell your admin: someone may have changed the database.'

/** Why a part is not sent, for a request that stops at the first failure. Undefined: no earlier part failed. */
async function whySkipped(sql: Sql, r: RequestRow, whole: RequestRow) {
  if (whole.on_failure !== 'stop') return undefined
  const [failed] = await sql<RequestRow[]>`
    select * from request where part_of = ${whole.id} and part_at < ${r.part_at}
      and how in ('refused', 'missed', 'conflict') order by part_at limit 1`
  return failed && `Skipped, because ${failed.cluster_name} failed before it.`
}

type Refused = { why: string; how?: ClosedHow } | 'voided' | undefined

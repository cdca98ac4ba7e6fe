import { append } from '@/lib/audit/append'
import { inUtc } from '@/lib/format/time'
import { loggedDecisions } from './approval-row'
import { breakGlassOf } from './break-glass'
import { votesOf } from './decide-request'
import { digestOf } from './digest'
import { databaseNow } from './file-request'
import { gatehouse } from './gatehouse'
import { openStep } from './quorum'
import type { Reach } from './reach'
import { rowOf } from './record-decision'
import type { EffectRow, RequestRow, Sql, Tx } from './rows'
import { wholeOf } from './targets'
import { termsOf } from './terms'
import { whyNotApproved } from './why-not-approved'

/**
 * Asks the approvers again, for everything that was not sent yet. `effect` is the call as it was read, claimed by the
 * caller or planned. They get the time to decide of the request again, at most until the call would have been too late.
 */
export async function voidApproval(
  sql: Sql,
  effect: EffectRow,
  r: RequestRow,
  whole: RequestRow,
  why = 'An approval no longer counts.',
): Promise<void> {
  await sql.begin(async (tx) => {
    const [held] = await tx<EffectRow[]>`
      update effect set state = 'refused', note = ${why}
      where id = ${effect.id} and token = ${effect.token} and state = ${effect.state} returning *`
    if (!held) return
    // In a new revision the old decision stays on record but no longer counts.
    const again = { revision: whole.revision + 1, decide_by: await decideAgainBy(tx, held, whole) }
    const digest = digestOf({ ...whole, ...again })
    const [voided] = await tx`
      update request set ${tx({ ...again, digest, state: 'pending', execute_by: null })}
      where id = ${whole.id} and state = 'approved' and revision = ${whole.revision} returning id`
    if (r !== whole) await voidParts(tx, r, whole, why)
    if (voided)
      await append(tx, {
        type: 'approvals.voided',
        actor: gatehouse,
        ...rowOf({ ...whole, ...again, digest }),
        after: {
          effect: held.id,
          note: `${why} Approvers can decide again until ${inUtc(again.decide_by)}.`,
          decide_by: again.decide_by.toISOString(),
        },
        trace: held.id,
      })
  })
}

/** The request may have waited for its start until long after its first time to decide. */
async function decideAgainBy(tx: Tx, { execute_by }: EffectRow, whole: RequestRow): Promise<Date> {
  const again = (await databaseNow(tx)).getTime() + termsOf(whole).decideByMinutes * 60_000
  const until = Math.min(again, execute_by?.getTime() ?? again)
  return new Date(Math.max(whole.decide_by.getTime(), until))
}

/** Returns a part, and the others whose call no executor has claimed, to their approvers. */
async function voidParts(tx: Tx, r: RequestRow, whole: RequestRow, why: string): Promise<void> {
  const stopped = await tx<{ request_id: string }[]>`
    update effect set state = 'refused', note = ${why} where id in (
      select e.id from effect e join request p on p.id = e.request_id
      where p.part_of = ${whole.id} and e.kind = 'begin' and e.state = 'planned' for update of e skip locked)
    returning request_id`
  const ids = [r.id, ...stopped.map((one) => one.request_id)]
  await tx`update request set state = 'pending', execute_by = null where id = any(${ids}) and state = 'approved'`
}

/**
 * Voids approvals that no longer count of calls that start later, so that approvers have time to decide before that. The
 * executor checks every call again, also for what is not an approval. Returns how many were voided.
 */
export async function voidWaiting(sql: Sql, reach: Reach): Promise<number> {
  const waiting = await sql<EffectRow[]>`
    select * from effect where kind = 'begin' and state = 'planned' and next_check_at > clock_timestamp()
      and stuck_since is null and held_since is null and not awaits_caller order by next_check_at`
  const tried = await Promise.allSettled(waiting.map((effect) => voidLost(sql, reach, effect)))
  const failed = tried.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return tried.filter((one) => one.status === 'fulfilled' && one.value).length
}

async function voidLost(sql: Sql, reach: Reach, effect: EffectRow): Promise<boolean> {
  const [r] = await sql<RequestRow[]>`select * from request where id = ${effect.request_id}`
  if (!r) return false
  const whole = await wholeOf(sql, r)
  if (whole.state !== 'approved' || (await breakGlassOf(sql, whole.id))) return false
  const votes = await votesOf(sql, whole)
  // What someone changed in the database must not get to the approvers as a new revision.
  const log = await loggedDecisions(sql, whole.id)
  if (whyNotApproved(r, whole, effect, votes, log, reach.sent)) return false
  const { counted, lost } = await reach.counted(whole, votes, whole.escalated)
  if (openStep(termsOf(whole).steps, counted) === undefined) return false
  await voidApproval(sql, effect, r, whole, lost)
  return true
}

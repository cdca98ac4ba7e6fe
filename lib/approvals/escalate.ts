import { append } from '@/lib/audit/append'
import { gatehouse } from './gatehouse'
import type { RequestRow, Sql } from './rows'
import { type Terms, termsOf } from './terms'

/** The share of the time to decide after which a request is escalated to the first and to the second group. */
const SHARES = [0.5, 0.8]

/** The groups to escalate a request to now. Undefined: it is not due, or there are no more. */
function dueFor(r: RequestRow, now: Date): readonly string[] | undefined {
  let terms: Terms
  try {
    terms = termsOf(r)
  } catch {
    // Tampered with: it can't be approved either.
    return undefined
  }
  // Of a request that was opened again, the time to decide began later.
  const end = r.decide_by.getTime()
  const begin = Math.max(r.created_at.getTime(), end - terms.decideByMinutes * 60_000)
  const isDue = now.getTime() >= begin + (end - begin) * (SHARES[r.escalated] ?? 1)
  return isDue ? terms.escalate[r.escalated]?.groups : undefined
}

/**
 * Escalates pending requests whose time to decide is half over, and again at 80 %: the members of the next group may then
 * decide too. Nothing is ever approved by waiting. Returns how many were escalated.
 */
export async function escalateDue(sql: Sql): Promise<number> {
  const open = await sql<Array<RequestRow & { now: Date }>>`
    select *, clock_timestamp() as now from request
    where state = 'pending' and decide_by > clock_timestamp() and terms like '%"escalate":[{%'
      and escalated < ${SHARES.length} order by decide_by`
  let done = 0
  for (const r of open) {
    const groups = dueFor(r, r.now)
    if (groups && (await escalate(sql, r, groups))) done += 1
  }
  return done
}

const escalate = (sql: Sql, { id, escalated }: RequestRow, groups: readonly string[]) =>
  sql.begin(async (tx) => {
    const [r] = await tx<RequestRow[]>`
      update request set escalated = escalated + 1
      where id = ${id} and state = 'pending' and escalated = ${escalated} returning *`
    if (!r) return false
    await append(tx, {
      type: 'request.escalated',
      actor: gatehouse,
      request: { id: r.id, rev: r.revision, digest: r.digest },
      op: r.op,
      target: r.says,
      targetInput: r.input,
      after: { groups: [...groups], percent: Math.round((SHARES[escalated] ?? 1) * 100) },
    })
    return true
  })

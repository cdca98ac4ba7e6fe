import { append } from '@/lib/audit/append'
import { gatehouse } from './gatehouse'
import type { RequestRow, Sql } from './rows'
import { type Terms, termsOf } from './terms'

/** The share of the time to decide after which a request is escalated to the first and to the second group. */
const SHARES = [0.5, 0.8]

const escalationOf = (r: RequestRow): Terms['escalate'] => {
  try {
    return termsOf(r).escalate
  } catch {
    // Tampered with: it can't be approved either.
    return []
  }
}

/**
 * Escalates pending requests whose time to decide is half over, and again at 80 %: the members of the next group may then
 * decide too. Nothing is ever approved by waiting. Returns how many were escalated.
 */
export async function escalateDue(sql: Sql): Promise<number> {
  const due = await sql<RequestRow[]>`
    select * from request
    where state = 'pending' and decide_by > clock_timestamp() and terms like '%"escalate":[{%'
      and escalated < ${SHARES.length} and clock_timestamp() >= created_at
        + (decide_by - created_at) * (${SHARES}::float8[])[escalated + 1]
    order by decide_by`
  let done = 0
  for (const r of due) {
    const next = escalationOf(r)[r.escalated]
    if (next && (await escalate(sql, r, next.groups))) done += 1
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

import { append } from '@/lib/audit/append'
import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import type { By } from './ballot'
import { demandPerson } from './people-only'
import type { Account } from './quorum'
import type { Sql, Tx } from './rows'

/** The longest delegation, in days. */
const MOST_DAYS = 60

export type DelegationRow = {
  id: string
  from_iss: string
  from_sub: string
  from_name: string
  to_iss: string
  to_sub: string
  to_name: string
  starts_at: Date
  ends_at: Date
  withdrawn_at: Date | null
  created_at: Date
}

/** The delegations of these accounts, to or from, that are in effect now. */
export const activeDelegations = (tx: Tx | Sql, accounts: readonly Account[]) => tx<
  DelegationRow[]
>`
  select * from delegation
  where withdrawn_at is null and starts_at <= clock_timestamp() and ends_at > clock_timestamp()
    and ((to_iss, to_sub) in (select * from unnest(${accounts.map((a) => a.iss)}::text[], ${accounts.map((a) => a.sub)}::text[]))
      or (from_iss, from_sub) in (select * from unnest(${accounts.map((a) => a.iss)}::text[], ${accounts.map((a) => a.sub)}::text[])))
  order by starts_at`

/**
 * Lets someone decide for a person from `startsAt`, at the earliest now, until `endsAt`. Returns its id.
 * @throws OpError 'invalid' for an end that is past or too far away
 */
export async function delegate(
  sql: Sql,
  to: Account & { name: string },
  { startsAt, endsAt }: { startsAt: Date | undefined; endsAt: Date },
  by: By,
  trace: string,
): Promise<string> {
  demandPerson(by)
  return sql.begin(async (tx) => {
    const id = newId()
    const [row] = await tx<(DelegationRow & { is_wrong: boolean })[]>`
      with times as (select greatest(clock_timestamp(), ${startsAt ?? null}::timestamptz) as starts_at)
      select starts_at, ${endsAt}::timestamptz <= starts_at
        or ${endsAt}::timestamptz > clock_timestamp() + make_interval(days => ${MOST_DAYS}) as is_wrong from times`
    if (!row || row.is_wrong) {
      const why = `Choose an end date after the start, at most ${MOST_DAYS} days from now.`
      throw OpError.of('invalid', why, { fields: { until: why } })
    }
    await tx`insert into delegation ${tx({
      id,
      from_iss: by.iss,
      from_sub: by.sub,
      from_name: by.display,
      to_iss: to.iss,
      to_sub: to.sub,
      to_name: to.name,
      starts_at: row.starts_at,
      ends_at: endsAt,
    })}`
    await append(tx, {
      type: 'delegation.created',
      actor: by,
      after: {
        delegation: id,
        to: { iss: to.iss, sub: to.sub },
        starts: row.starts_at.toISOString(),
        ends: endsAt.toISOString(),
      },
      trace,
    })
    return id
  })
}

/** Ends one's own delegation, or one to oneself. Votes under it that were not carried out yet no longer count. @throws OpError 'not-found' */
export async function withdraw(sql: Sql, id: string, by: By, trace: string): Promise<void> {
  demandPerson(by)
  await sql.begin(async (tx) => {
    const [row] = await tx<DelegationRow[]>`
      update delegation set withdrawn_at = clock_timestamp()
      where id = ${id} and withdrawn_at is null and ends_at > clock_timestamp()
        and ((from_iss = ${by.iss} and from_sub = ${by.sub}) or (to_iss = ${by.iss} and to_sub = ${by.sub}))
      returning *`
    if (!row) throw OpError.of('not-found', 'This delegation does not exist, or has ended.')
    await append(tx, {
      type: 'delegation.ended',
      actor: by,
      after: { delegation: id, from: { iss: row.from_iss, sub: row.from_sub } },
      trace,
    })
  })
}

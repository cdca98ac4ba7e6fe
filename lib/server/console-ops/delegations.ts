import type { z } from 'zod'
import { type DelegationRow, delegate, withdraw } from '@/lib/approvals/delegation'
import type {
  createDelegation,
  endDelegation,
  listDelegations,
  listPeople,
} from '@/lib/ops/delegations'
import { OpError } from '@/lib/ops/failure'
import { byOf } from '../actor'
import { sql } from '../database'
import { peopleNear, seenPeople } from '../people-near'
import type { ConsoleContext } from './context'

type Row = DelegationRow & { state: 'planned' | 'active' | 'ended' }

/** `delegations.list` */
export async function list(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof listDelegations.output>> {
  const rows = await sql()<Row[]>`
    select *, case when withdrawn_at is not null or ends_at <= clock_timestamp() then 'ended'
      when starts_at > clock_timestamp() then 'planned' else 'active' end as state
    from delegation
    where (from_iss = ${person.iss} and from_sub = ${person.sub}) or (to_iss = ${person.iss} and to_sub = ${person.sub})
    order by created_at desc limit 100`
  return {
    results: rows.map((row) => ({
      id: row.id,
      from: row.from_name,
      to: row.to_name,
      startsAt: row.starts_at.toISOString(),
      endsAt: (row.withdrawn_at ?? row.ends_at).toISOString(),
      state: row.state,
      isMine: row.from_iss === person.iss && row.from_sub === person.sub,
    })),
  }
}

/** `people.list`: not people of organizations and projects that the reader has nothing to do with. */
export async function people(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof listPeople.output>> {
  const others = await peopleNear(person)
  return { results: others.map(({ sub, name }) => ({ sub, name })) }
}

/** `delegations.create`: a delegate uses the rights of the person at that time, so nothing can be passed on. */
export async function create(
  { to, startsAt, endsAt }: z.output<typeof createDelegation.input>,
  { person, decision, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof createDelegation.output>> {
  const found = (await seenPeople(to))[0]
  const why =
    to === person.sub
      ? 'Choose someone else.'
      : found
        ? undefined
        : 'This account has no role in Gatehouse, or has not signed in recently.'
  if (why || !found) throw OpError.of('invalid', why ?? '', { fields: { to: why ?? '' } })
  const times = { startsAt: startsAt ? new Date(startsAt) : undefined, endsAt: new Date(endsAt) }
  return { id: await delegate(sql(), found, times, byOf(person, decision), trace) }
}

/** `delegations.end`: one's own, or one that was given to oneself. */
export async function end(
  { id }: z.output<typeof endDelegation.input>,
  { person, decision, requestId: trace }: ConsoleContext,
): Promise<z.output<typeof endDelegation.output>> {
  await withdraw(sql(), id, byOf(person, decision), trace)
  return { id }
}

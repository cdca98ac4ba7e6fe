import { callIn } from '@/lib/approvals/client-call'
import type { RequestRow } from '@/lib/approvals/rows'
import { clientIn } from '@/lib/format/user-agent'
import type { ClientView, PlanBrief } from '@/lib/ops/plans'
import { sql } from '../database'
import { directory } from '../directory'
import { type InScope, placesInScope } from '../in-scope'
import type { MachineRow } from '../machines/rows'
import type { Person } from '../person'

/** Most operations in what a machine called today. */
const MOST_CALLED = 8

/** The call of a client that a request is for. Null: a person filed it in Gatehouse. */
export async function clientOf(r: RequestRow): Promise<ClientView | null> {
  const call = callIn(r)
  if (!call) return null
  const [machine] = await sql()<Array<MachineRow & { is_over: boolean }>>`
    select *, revoked_at is not null or ends_at <= clock_timestamp() as is_over from machine where id = ${call.machine}`
  const [repeated] = await sql()<{ repeats: number; last_at: Date }[]>`
    select repeats::int, last_at from call_repeat where request_id = ${r.id}`
  const [filed] = await sql()<{ n: number }[]>`
    select count(*)::int as n from request where requester_iss = ${r.requester_iss}
      and requester_sub = ${r.requester_sub} and created_at >= date_trunc('day', clock_timestamp(), 'UTC')`
  const calls = await sql()<ClientView['today']['calls']>`
    select operation, calls::int, refusals::int from machine_use where machine_id = ${call.machine}
      and day = (clock_timestamp() at time zone 'UTC')::date order by calls desc, operation limit ${MOST_CALLED}`
  return {
    machine: machine
      ? {
          name: machine.name,
          purpose: machine.purpose,
          owner: machine.owner_name,
          isOver: machine.is_over,
        }
      : null,
    says: clientIn(call.client),
    method: call.method,
    path: call.path,
    query: call.query,
    sha256: call.isKeyed ? null : call.sha256,
    mode: call.mode,
    hasReason: call.hasReason,
    isUnderstood: call.isUnderstood,
    repeats: repeated?.repeats ?? 0,
    repeatedAt: repeated?.last_at.toISOString() ?? null,
    today: { requests: filed?.n ?? 0, calls: [...calls] },
  }
}

/** How many requests of the same plan are in the person's scope. Null: it is alone. */
export async function planAround(r: RequestRow, person: Person): Promise<PlanBrief | null> {
  if (r.plan === null) return null
  const inScope = await placesInScope(person, await directory())
  const [size] = await sql()<Pick<PlanBrief, 'total' | 'waiting'>[]>`
    select count(*)::int as total, (count(*) filter (where state = 'pending'))::int as waiting
    from request where plan = ${r.plan} and part_of is null and ${requestsIn(inScope, person)}`
  return size && size.total > 1 ? { id: r.plan, ...size } : null
}

/** The condition for requests in these places, or of this person. */
const requestsIn = (inScope: InScope | undefined, { iss, sub }: Person) =>
  inScope
    ? sql()`(group_id = any(${inScope.groupIds}) or group_id is null and (targets is not null or org_id = any(${inScope.orgIds}))
        or requester_iss = ${iss} and requester_sub = ${sub})`
    : sql()`true`

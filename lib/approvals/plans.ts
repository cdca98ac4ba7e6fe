import { newId } from '@/lib/format/id'
import { OpError } from '@/lib/ops/failure'
import { MOST_IN_PLAN } from '@/lib/ops/plans'
import { callIn, sha256Of } from './client-call'
import type { RequestRow, Sql, Tx } from './rows'

/** A plan ends after this long without a call, and lasts this long at most, in seconds. */
const QUIET_SECONDS = 60
const LONGEST_SECONDS = 600

const FULL = `At most ${MOST_IN_PLAN} requests can be sent together.`
const NOT_YOURS = 'This group has requests from another person. Send the request without it.'

/** The plan that a person names for a request, if all others in it are theirs. @throws OpError 'invalid' */
async function namedPlan(
  tx: Tx,
  { requester_iss, requester_sub }: Pick<RequestRow, 'requester_iss' | 'requester_sub'>,
  plan: string,
): Promise<string> {
  await lockPlan(tx, plan)
  const [other] = await tx`
    select 1 from request where plan = ${plan}
      and (requester_iss <> ${requester_iss} or requester_sub <> ${requester_sub} or call is not null) limit 1`
  if (other) throw OpError.of('invalid', NOT_YOURS, { fields: { plan: NOT_YOURS } })
  const [size] = await tx<
    { n: number }[]
  >`select count(*)::int as n from request where plan = ${plan}`
  if ((size?.n ?? 0) >= MOST_IN_PLAN) throw OpError.of('invalid', FULL, { fields: { plan: FULL } })
  return plan
}

/** Until the transaction ends, nobody adds to a plan or decides on all of it. */
const lockPlan = (tx: Tx, plan: string) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${plan}, 191))`

/**
 * The plan of a new request: the one that its sender's last calls belong to, or a new one. For a request that a person
 * filed, the one they name, or null. Terraform, for example, sends ten calls at a time, which are one change for an approver.
 */
export async function planOf(
  tx: Tx,
  r: Pick<RequestRow, 'call' | 'requester_iss' | 'requester_sub'>,
  named?: string,
): Promise<string | null> {
  const call = callIn(r)
  if (!call) return named === undefined ? null : namedPlan(tx, r, named)
  await tx`select pg_advisory_xact_lock(hashtextextended(${call.caller}, 190))`
  const [last] = await tx<{ plan: string; is_open: boolean }[]>`
    select plan, count(*) < ${MOST_IN_PLAN} and max(created_at) > clock_timestamp() - make_interval(secs => ${QUIET_SECONDS})
      and min(created_at) > clock_timestamp() - make_interval(secs => ${LONGEST_SECONDS}) as is_open
    from request where requester_iss = ${r.requester_iss} and requester_sub = ${r.requester_sub} and plan is not null and call is not null
      and created_at > clock_timestamp() - make_interval(secs => ${2 * LONGEST_SECONDS})
    group by plan order by max(created_at) desc limit 1`
  if (!last?.is_open) return newId()
  await lockPlan(tx, last.plan)
  return last.plan
}

/** The waiting requests of a plan, all locked until the transaction ends; nobody can add one meanwhile. */
export async function lockWaiting(tx: Tx, plan: string) {
  await lockPlan(tx, plan)
  return tx<Array<RequestRow & { is_late: boolean }>>`
    select *, decide_by <= clock_timestamp() as is_late from request
    where plan = ${plan} and state = 'pending' and part_of is null order by id for update`
}

/** The digest of the requests of a plan that wait for approval, from their digests. */
export const planDigest = (digests: readonly string[]): string =>
  sha256Of(digests.toSorted().join('\n'))

/** The waiting requests of the plan with this digest. */
export async function waitingInPlan(sql: Sql, digest: string): Promise<RequestRow[]> {
  const waiting = await sql<RequestRow[]>`
    select * from request where plan is not null and state = 'pending'`
  const plans = Map.groupBy(waiting, ({ plan }) => plan)
  return [...plans.values()].find((all) => planDigest(all.map((r) => r.digest)) === digest) ?? []
}

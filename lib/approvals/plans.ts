import { newId } from '@/lib/format/id'
import { callIn } from './client-call'
import type { RequestRow, Tx } from './rows'

/** A plan ends after this long without a call, and lasts this long at most, in seconds. */
const QUIET_SECONDS = 60
const LONGEST_SECONDS = 600

/**
 * The plan of a new request: the one that its sender's last calls belong to, or a new one. Null for a request that a
 * person filed. Terraform, for example, sends ten calls at a time, which are one change for an approver.
 */
export async function planOf(
  tx: Tx,
  r: Pick<RequestRow, 'call' | 'requester_iss' | 'requester_sub'>,
): Promise<string | null> {
  const call = callIn(r)
  if (!call) return null
  await tx`select pg_advisory_xact_lock(hashtextextended(${call.caller}, 190))`
  const [last] = await tx<{ plan: string; is_open: boolean }[]>`
    select plan, max(created_at) > clock_timestamp() - make_interval(secs => ${QUIET_SECONDS})
      and min(created_at) > clock_timestamp() - make_interval(secs => ${LONGEST_SECONDS}) as is_open
    from request where requester_iss = ${r.requester_iss} and requester_sub = ${r.requester_sub} and plan is not null
      and created_at > clock_timestamp() - make_interval(secs => ${2 * LONGEST_SECONDS})
    group by plan order by max(created_at) desc limit 1`
  return last?.is_open ? last.plan : newId()
}

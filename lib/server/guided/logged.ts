import { sha256Of } from '@/lib/approvals/client-call'
import { canonical } from '@/lib/audit/canonical'
import { sql } from '../database'
import type { GuidedRow, KeptStep } from './rows'

type Calls = Pick<GuidedRow, 'steps' | 'put_back'>

/** SHA-256, in hex, of all calls that a run can send. */
export function callsDigest({ steps, put_back }: Calls): string {
  const callOf = ({ op, input }: KeptStep) => ({ op, input })
  const calls = { steps: steps.map(callOf), putBack: put_back && callOf(put_back) }
  return sha256Of(canonical(JSON.parse(JSON.stringify(calls))))
}

const NOT_LOGGED =
  'The audit log has no start of this change as it is now, so nothing was sent. Tell your admin: someone may have changed the database.'

/**
 * Why the calls of a run are not those that a person started. Undefined: they are. Anyone with the application's database
 * password can change the tables, but not the log.
 */
export async function whyNotStarted(row: GuidedRow): Promise<string | undefined> {
  // Runs that an earlier version started have no digest.
  const [started] = await sql()`
    select 1 from audit where body::jsonb #>> '{scope,groupId}' = ${row.group_id}
      and body::jsonb ->> 'type' = 'guided.started' and body::jsonb #>> '{after,run}' = ${row.id}
      and coalesce(body::jsonb #>> '{after,calls}', ${callsDigest(row)}) = ${callsDigest(row)}`
  return started ? undefined : NOT_LOGGED
}

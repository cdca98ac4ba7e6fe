import { sql } from '../database'
import { halt, stepOf } from './advance'
import type { GuidedRow } from './rows'

/**
 * Halts every guided command in progress, so that a person decides whether it continues. Returns how many. A console that
 * is running one can no longer record its next step.
 */
export async function haltAll(why: string): Promise<number> {
  const rows = await sql()<GuidedRow[]>`
    update guided_run set token = token + 1, lease_until = clock_timestamp() + interval '1 minute'
    where state in ('running', 'putting-back') returning *`
  for (const row of rows) {
    const step = stepOf(row)
    if (step) await halt(row, step, why)
  }
  return rows.length
}

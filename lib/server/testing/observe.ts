import { sql } from '../database'
import { observeDue } from '../employee-access/observer'

/** Reads the employee access of every project now, as the observer does. */
export async function observeAll(signal = new AbortController().signal): Promise<void> {
  await sql()`update observation set due_at = clock_timestamp(), flex_due_at = clock_timestamp()`
  const due = () => sql()`select 1 from observation where due_at <= clock_timestamp() limit 1`
  do await observeDue(signal)
  while ((await due()).length > 0)
}

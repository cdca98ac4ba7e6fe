import type { ISql } from 'postgres'
import { sql } from '../database'

/** Marks something as used. Returns false if it was used before. It is remembered until `expiresAt`. */
export async function spendOnce(key: string, expiresAt: Date): Promise<boolean> {
  const rows = await sql()`
    insert into used_once (key, expires_at) values (${key}, ${expiresAt}) on conflict do nothing returning key`
  return rows.length > 0
}

/** Forgets what has expired. */
export const forgetUsed = (tx: ISql) =>
  tx`delete from used_once where expires_at < clock_timestamp() - interval '1 minute'`

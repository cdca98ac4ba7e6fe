import type postgres from 'postgres'
import type { CheckpointKey } from './checkpoint-key'
import { signedCheckpoint } from './checkpoint-key'
import { growTree, rootOf } from './tree'

/** A signed checkpoint; `root` in base64. */
export type MadeCheckpoint = {
  size: number
  origin: string
  root: string
  note: string
  made_at: Date
}

/** The log has lost or changed rows that an earlier checkpoint covers. */
export class NotTheSameLog extends Error {}

/** The newest checkpoint, if any. */
export async function lastCheckpoint(sql: postgres.ISql): Promise<MadeCheckpoint | undefined> {
  const [row] = await sql<MadeCheckpoint[]>`
    select size::float8 as size, origin, encode(root, 'base64') as root, note, made_at
    from checkpoint order by checkpoint.size desc limit 1`
  return row
}

/**
 * Signs a checkpoint of all rows, unless the newest one covers them, and returns the newest. It reads rows that are new
 * since then. Undefined for an empty log. @throws NotTheSameLog when the rows are not those of the newest checkpoint
 */
export async function makeCheckpoint(
  sql: postgres.Sql,
  key: CheckpointKey,
): Promise<MadeCheckpoint | undefined> {
  const [end] = await sql<{ size: number }[]>`
    select coalesce(max(seq), 0)::float8 as size from audit`
  const size = end?.size ?? 0
  const last = await lastCheckpoint(sql)
  if (last && size < last.size)
    throw new NotTheSameLog(
      `The audit log has ${size} rows, and its newest checkpoint covers ${last.size}.`,
    )
  await growTree(sql, size)
  if (last && (await rootOf(sql, last.size)) !== last.root)
    throw new NotTheSameLog(`The first ${last.size} rows are not those of their checkpoint.`)
  if (size === (last?.size ?? 0)) return last
  const root = await rootOf(sql, size)
  const row = {
    size,
    origin: key.name,
    root: Buffer.from(root, 'base64'),
    note: signedCheckpoint(key, size, root),
  }
  // Another replica may have signed the same rows, or more.
  await sql`insert into checkpoint ${sql(row)}`.catch((error) => {
    if (error.code !== 'GH003') throw error
  })
  return lastCheckpoint(sql)
}

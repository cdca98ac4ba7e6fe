import type postgres from 'postgres'
import { leafHash, nodeHash } from './audit-verify.mjs'

/**
 * The Merkle tree (RFC 6962) of the log's row hashes. `audit_node` holds the hashes of whole subtrees of 2^8, 2^16 … rows,
 * so the tree grows by reading new rows only, and any hash in it takes a few hundred stored ones. All of them can be
 * computed again from the rows. Hashes are 32 raw bytes as latin1 text, as in audit-verify.mjs.
 */
const STEP = 8
const WIDTH = 2 ** STEP
/** Blocks of 256 rows that are read at a time. */
const BLOCKS = 64

const raw = (hash: Uint8Array) => Buffer.from(hash).toString('latin1')
const bytes = (hash: string) => Buffer.from(hash, 'latin1')
const base64 = (hash: string) => bytes(hash).toString('base64')

/** The hash of a whole subtree, given those of its parts. */
function folded(hashes: readonly string[]): string {
  let level = hashes
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) =>
      nodeHash(level[2 * i] ?? '', level[2 * i + 1] ?? ''),
    )
  return level[0] ?? ''
}

/** `count` neighboring subtrees of a level that is a multiple of 8, from number `at`. @throws Error when one is missing */
async function stored(sql: postgres.ISql, level: number, at: number, count: number) {
  const rows =
    level === 0
      ? await sql<{ hash: Uint8Array }[]>`
          select hash from audit where seq > ${at} and seq <= ${at + count} order by seq`
      : await sql<{ hash: Uint8Array }[]>`
          select hash from audit_node where level = ${level} and at >= ${at} and at < ${at + count} order by at`
  if (rows.length !== count)
    throw new Error(`Hashes of level ${level} are missing in the audit log’s tree.`)
  return rows.map(({ hash }) => (level === 0 ? leafHash(raw(hash)) : raw(hash)))
}

/** The Merkle hash of the rows from `from` (0 for the first) up to, without, `to`. */
async function hashOfRange(sql: postgres.ISql, from: number, to: number): Promise<string> {
  const size = to - from
  const whole = 2 ** Math.floor(Math.log2(size))
  if (whole < size)
    return nodeHash(
      await hashOfRange(sql, from, from + whole),
      await hashOfRange(sql, from + whole, to),
    )
  const level = Math.log2(size)
  const base = level - (level % STEP)
  return folded(await stored(sql, base, from / 2 ** base, 2 ** (level - base)))
}

/** The largest power of two below a size: where RFC 6962 splits a tree. */
const splitOf = (size: number) => 2 ** (Math.ceil(Math.log2(size)) - 1)

/** Adds the subtrees that the first `size` rows complete. Memory stays flat. The caller holds a lease. */
export async function growTree(sql: postgres.ISql, size: number): Promise<void> {
  for (let level = STEP; size >= 2 ** level; level += STEP) {
    const due = Math.floor(size / 2 ** level)
    const [last] = await sql<{ at: number | null }[]>`
      select max(at)::float8 as at from audit_node where level = ${level}`
    for (let at = (last?.at ?? -1) + 1; at < due; ) {
      const count = Math.min(BLOCKS, due - at)
      const parts = await stored(sql, level - STEP, at * WIDTH, count * WIDTH)
      const nodes = Array.from({ length: count }, (_, i) => ({
        level,
        at: at + i,
        hash: bytes(folded(parts.slice(i * WIDTH, (i + 1) * WIDTH))),
      }))
      await sql`insert into audit_node ${sql(nodes)} on conflict do nothing`
      at += count
    }
  }
}

/** The root of the first `size` rows, in base64. Its whole subtrees must be stored. */
export const rootOf = async (sql: postgres.ISql, size: number) =>
  base64(await hashOfRange(sql, 0, size))

/** The path from row `seq` to the root of `size` rows, in base64. */
export async function inclusionPath(sql: postgres.ISql, seq: number, size: number) {
  const path: string[] = []
  const index = seq - 1
  for (let [from, to] = [0, size]; to - from > 1; ) {
    const middle = from + splitOf(to - from)
    const isLeft = index < middle
    path.unshift(base64(await hashOfRange(sql, isLeft ? middle : from, isLeft ? to : middle)))
    ;[from, to] = isLeft ? [from, middle] : [middle, to]
  }
  return path
}

/** The hashes that show that the tree of `size` rows begins with that of `oldSize` rows, in base64. */
export async function consistencyPath(sql: postgres.ISql, oldSize: number, size: number) {
  const path: string[] = []
  // True while the old tree is the left edge of the part: then its hash is already known.
  let isKnown = true
  let [from, to] = [0, size]
  while (oldSize < to) {
    const middle = from + splitOf(to - from)
    if (oldSize <= middle) {
      path.unshift(base64(await hashOfRange(sql, middle, to)))
      to = middle
    } else {
      path.unshift(base64(await hashOfRange(sql, from, middle)))
      from = middle
      isKnown = false
    }
  }
  if (!isKnown) path.unshift(base64(await hashOfRange(sql, from, to)))
  return path
}

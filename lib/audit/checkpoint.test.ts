import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  consistencyText,
  growingTree,
  inclusionText,
  isConsistent,
  isIncluded,
  openCheckpoint,
  publicKey,
  verifyProof,
} from './audit-verify.mjs'
import { lastCheckpoint, makeCheckpoint, NotTheSameLog } from './checkpoint'
import { checkpointKey, newCheckpointKey } from './checkpoint-key'
import { type AuditDatabase, auditDatabase, fill, tamper } from './testing'
import { consistencyPath, growTree, inclusionPath, rootOf } from './tree'
import type { ChainRow } from './verify'

const key = checkpointKey(newCheckpointKey('gatehouse.example.com/audit'))
const keys = [publicKey(key.publicKey)]
let db: AuditDatabase
let rows: ChainRow[]

const ROWS = 700
beforeAll(async () => {
  db = await auditDatabase()
  // The tree needs nothing but rows, and appending them one by one takes long.
  await tamper(db.owner, async (tx) => {
    await tx`insert into audit select n, '{"seq":' || n || '}', sha256(('p' || n)::bytea), sha256(('h' || n)::bytea)
      from generate_series(1, ${ROWS}) n`
    await tx`update audit_head set (seq, hash) = (select seq, hash from audit where seq = ${ROWS})`
  })
  rows = await db.app<ChainRow[]>`
    select seq::int as seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash from audit order by seq`
}, 60_000)
afterAll(() => db.end())

/** RFC 6962, section 2.1, word for word. */
const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const leaf = (hash: string) => sha(Buffer.from([0]), Buffer.from(hash, 'hex'))
function mth(leaves: readonly string[]): Buffer {
  const [only, ...more] = leaves
  if (only === undefined) return sha()
  if (more.length === 0) return leaf(only)
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha(Buffer.from([1]), mth(leaves.slice(0, k)), mth(leaves.slice(k)))
}
const root = (size: number) => mth(rows.slice(0, size).map((row) => row.hash)).toString('base64')

// One log, which grows from test to test.
describe('the proof', { shuffle: false }, () => {
  describe('the Merkle tree', () => {
    test('has the roots of RFC 6962, whether it grows by rows or by stored subtrees', async () => {
      await growTree(db.app, ROWS)
      const tree = growingTree()
      for (const [i, row] of rows.entries()) {
        tree.add(row.hash)
        const size = i + 1
        if (size % 37 === 0 || [1, 2, 3, 255, 256, 257, 511, 512, 513, ROWS].includes(size)) {
          expect(tree.root()).toBe(root(size))
          expect(await rootOf(db.app, size)).toBe(root(size))
        }
      }
    })

    test('proves each row of small trees and some of large ones, and no other row', async () => {
      const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 300, 512, ROWS]
      for (const size of sizes) {
        for (const row of rows.slice(0, size).filter((r) => size < 10 || r.seq % 97 === 1)) {
          const path = await inclusionPath(db.app, row.seq, size)
          expect(isIncluded(row.hash, row.seq - 1, size, path, root(size))).toBe(true)
          const other = rows[row.seq % size] ?? row
          if (other !== row)
            expect(isIncluded(other.hash, row.seq - 1, size, path, root(size))).toBe(false)
        }
      }
    })

    test('proves that a tree begins with an older one', async () => {
      for (const size of [1, 2, 3, 5, 6, 8, 300, 511, 512, ROWS])
        for (const old of [1, 2, 3, 4, 5, 8, 255, 256, 299].filter((n) => n <= size)) {
          const path = await consistencyPath(db.app, old, size)
          expect(isConsistent(old, root(old), size, root(size), path), `${old} in ${size}`).toBe(
            true,
          )
          expect(isConsistent(old, root(old === 1 ? 2 : 1), size, root(size), path)).toBe(false)
          if (old < size) expect(isConsistent(old, root(old), size, root(old), path)).toBe(false)
        }
    })
  })

  describe('checkpoints', () => {
    test('cover all rows, are signed, and only grow', async () => {
      const made = await makeCheckpoint(db.app, key)
      expect(openCheckpoint(made?.note ?? '', keys)).toEqual({
        origin: key.name,
        size: ROWS,
        root: root(ROWS),
      })
      expect(await makeCheckpoint(db.app, key)).toEqual(made)
      const again = { size: ROWS - 1, origin: key.name, root: Buffer.alloc(32), note: '' }
      await expect(db.app`insert into checkpoint ${db.app(again)}`).rejects.toMatchObject({
        code: 'GH003',
      })
      await expect(db.app`delete from checkpoint`).rejects.toMatchObject({ code: '42501' })
    })

    test('of several replicas at once are one', async () => {
      await fill(db.app, 1, 3)
      const made = await Promise.all(Array.from({ length: 6 }, () => makeCheckpoint(db.app, key)))
      expect(new Set(made.map((one) => one?.size))).toEqual(new Set([ROWS + 3]))
    })

    test('signed by another key, changed or cut are not opened', async () => {
      const note = (await lastCheckpoint(db.app))?.note ?? ''
      const other = [publicKey(checkpointKey(newCheckpointKey(key.name)).publicKey)]
      expect(() => openCheckpoint(note, other)).toThrow('not signed')
      expect(() => openCheckpoint(note.replace(`${ROWS + 3}`, `${ROWS + 4}`), keys)).toThrow(
        'not signed',
      )
      expect(() => openCheckpoint(note.slice(0, 30), keys)).toThrow('not a checkpoint')
    })

    test('proofs are texts that hold by themselves', async () => {
      const last = await lastCheckpoint(db.app)
      const [row] = await db.app<
        ChainRow[]
      >`select seq::int as seq, body, encode(prev, 'hex') as prev,
      encode(hash, 'hex') as hash from audit where seq = ${ROWS + 2}`
      if (!last || !row) throw new Error('no checkpoint')
      const text = inclusionText(row, await inclusionPath(db.app, row.seq, last.size), last.note)
      expect(text).toMatch(
        /^c2sp\.org\/tlog-proof@v1\nextra \S+\nindex 701\n(\S{44}\n)+\ngatehouse\./,
      )
      expect(verifyProof(text, keys)).toMatchObject({ ok: true, row: { seq: row.seq } })
      const forged = { ...row, body: row.body.replace('console.started', 'console.stopped') }
      expect(
        verifyProof(
          inclusionText(forged, await inclusionPath(db.app, row.seq, last.size), last.note),
          keys,
        ),
      ).toMatchObject({ ok: false })
      const [old] = await db.app<
        { note: string }[]
      >`select note from checkpoint where size = ${ROWS}`
      const steps = await consistencyPath(db.app, ROWS, last.size)
      expect(verifyProof(consistencyText(old?.note ?? '', last.note, steps), keys)).toMatchObject({
        ok: true,
      })
      expect(
        verifyProof(consistencyText(old?.note ?? '', last.note, steps.toReversed()), keys),
      ).toMatchObject({ ok: false })
    })

    test('are refused when the rows below the newest one changed', async () => {
      await tamper(
        db.owner,
        (tx) => tx`update audit set hash = sha256('x') where seq = ${ROWS + 1}`,
      )
      await fill(db.app, 4, 4)
      await expect(makeCheckpoint(db.app, key)).rejects.toThrow(NotTheSameLog)
      await tamper(db.owner, async (tx) => {
        await tx`delete from audit where seq > 600`
        await tx`update audit_head set (seq, hash) = (select seq, hash from audit where seq = 600)`
      })
      await expect(makeCheckpoint(db.app, key)).rejects.toThrow(NotTheSameLog)
    })
  })
})

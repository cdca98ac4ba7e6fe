import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { heapInUse } from '@/scripts/testing/work'
import { linesOf } from '../server/audit/export'
import { growingTree, hashOf } from './audit-verify.mjs'
import { checkpointKey, newCheckpointKey, signedCheckpoint } from './checkpoint-key'
import { head } from './read'
import { type AuditDatabase, auditDatabase, fill, tamper } from './testing'
import { type ChainRow, verifyDatabase, verifyRows } from './verify'

const ROWS = 12
let db: AuditDatabase
let folder: string
let lines: string[]
let end: { seq: number; hash: string }

beforeAll(async () => {
  db = await auditDatabase()
  await fill(db.app, 1, ROWS)
  lines = []
  for await (const part of linesOf(db.app, 'jsonl', { through: (await head(db.app)).seq }))
    lines.push(...part.split(/(?<=\n)/))
  end = await head(db.app)
  folder = mkdtempSync(join(tmpdir(), 'audit-verify-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await db.end()
})

/** Runs the script as an auditor does; gives its exit code and what it said. */
async function run(args: string[], env: Record<string, string> = {}) {
  const script = join(import.meta.dirname, 'audit-verify.mjs')
  const found = await promisify(execFile)(process.execPath, [script, ...args], {
    cwd: folder,
    env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      said: error.stdout + error.stderr,
    }),
  )
  return found
}

const fileOf = (some: readonly string[]) => {
  const file = join(folder, 'chain.jsonl')
  writeFileSync(file, some.join(''))
  return file
}

const rowsOf = (some: readonly string[]): ChainRow[] => some.map((line) => JSON.parse(line))

/** Flips one bit of the last character of a field of row `seq`. */
const flipped = (seq: number, field: 'body' | 'prev' | 'hash') =>
  lines.map((line) => {
    const row: ChainRow = JSON.parse(line)
    if (row.seq !== seq) return line
    const at = row[field].length - (field === 'body' ? 3 : 1)
    const other = String.fromCharCode(row[field].charCodeAt(at) ^ 1)
    const value = row[field].slice(0, at) + other + row[field].slice(at + 1)
    return `${JSON.stringify({ ...row, [field]: value })}\n`
  })

/** The root of a checkpoint of these rows. */
const rootOf = (some: readonly string[]) => {
  const tree = growingTree()
  for (const { hash } of rowsOf(some)) tree.add(hash)
  return tree.root()
}

const swapped = (some: readonly string[], seq: number) =>
  some.with(seq - 1, some[seq] ?? '').with(seq, some[seq - 1] ?? '')

/** Row 5 with another body and hashes that fit it, as a careful forger leaves it. */
const forged = () =>
  rowsOf(lines).map((row) => {
    if (row.seq !== 5) return row
    const body = row.body.replace('"i":5', '"i":6')
    return { ...row, body, hash: hashOf(row.prev, body) }
  })

describe('an exported chain', () => {
  test('that is whole passes, with its head', async () => {
    expect(await verifyRows(rowsOf(lines), { head: end })).toEqual({
      ok: true,
      rows: ROWS,
      head: end,
    })
    const { code, said } = await run([fileOf(lines)])
    expect(code).toBe(0)
    expect(said).toContain(`${ROWS} rows`)
    expect(said).toContain(`${ROWS}:${end.hash}`)
  })

  test.each([
    ['a flipped byte in a body', () => flipped(5, 'body'), 5],
    ['a flipped byte in a prev', () => flipped(5, 'prev'), 5],
    ['a flipped byte in a hash', () => flipped(5, 'hash'), 5],
    ['a flipped byte in the first row', () => flipped(1, 'body'), 1],
    ['a flipped byte in the last row', () => flipped(ROWS, 'hash'), ROWS],
    ['a removed row', () => lines.toSpliced(4, 1), 5],
    ['a removed first row', () => lines.slice(1), 1],
    ['a swapped pair', () => swapped(lines, 5), 5],
    ['a row that stands twice', () => lines.toSpliced(5, 0, lines[4] ?? ''), 5],
    [
      'a swapped pair under the old numbers',
      () =>
        swapped(lines, 5).map(
          (line, i) => `${JSON.stringify({ ...JSON.parse(line), seq: i + 1 })}\n`,
        ),
      5,
    ],
    [
      'an inserted row, the others moved up',
      () =>
        lines
          .toSpliced(4, 0, lines[4] ?? '')
          .map((line, i) => `${JSON.stringify({ ...JSON.parse(line), seq: i + 1 })}\n`),
      6,
    ],
    [
      'a rewritten row with a fitting hash',
      () => forged().map((row) => `${JSON.stringify(row)}\n`),
      5,
    ],
    [
      'a wrong number in a body with a fitting hash',
      () =>
        lines.map((line) => {
          const row: ChainRow = JSON.parse(line)
          if (row.seq !== 5) return line
          const body = row.body.replace('"seq":5', '"seq":4')
          return `${JSON.stringify({ ...row, body, hash: hashOf(row.prev, body) })}\n`
        }),
      5,
    ],
  ])('with %s is broken at that row', async (_, make, seq) => {
    const { code, said } = await run([fileOf(make())])
    expect(said).toContain(`BROKEN at seq ${seq}:`)
    expect(code).toBe(1)
  })

  test('with a removed tail is broken at the first missing row, when the head is known', async () => {
    const short = fileOf(lines.slice(0, 9))
    const { code, said } = await run([short, '--head', `${end.seq}:${end.hash}`])
    expect(said).toContain('BROKEN at seq 10:')
    expect(code).toBe(1)
    expect((await run([short])).code).toBe(0)
  })

  test.each([
    ['a missing file', () => join(folder, 'nothing.jsonl'), 'nothing.jsonl'],
    ['a folder', () => folder, 'be read'],
    ['an empty file', () => fileOf([]), 'is empty'],
    [
      'a line cut short',
      () => fileOf([...lines.slice(0, 3), '{"seq":4,"bo']),
      'line 4 is not JSON',
    ],
    ['a line of another shape', () => fileOf(['{"seq":"1"}\n']), 'line 1 is not a row'],
  ])('that is %s is unreadable', async (_, make, sentence) => {
    const { code, said } = await run([make()])
    expect(said).toContain(sentence)
    expect(code).toBe(3)
  })

  test('uses constant memory', async () => {
    const ALL = 40_000
    const before = heapInUse()
    let held = Number.NaN
    let prev = '0'.repeat(64)
    function* many() {
      for (let seq = 1; seq <= ALL; seq += 1) {
        if (seq === ALL) held = heapInUse() - before
        const body = `{"pad":"${'x'.repeat(900)}","seq":${seq}}`
        const hash = hashOf(prev, body)
        yield { seq, body, prev, hash }
        prev = hash
      }
    }
    expect(await verifyRows(many())).toMatchObject({ ok: true, rows: ALL })
    // The rows are 40 MB together.
    expect(held).toBeLessThan(10e6)
  })
})

describe('a chain in the database', () => {
  beforeEach(async () => {
    expect((await verifyDatabase(db.app)).ok).toBe(true)
  })

  /** Tampers, verifies, and takes the tampering back. */
  async function brokenBy(
    change: (tx: postgres.TransactionSql) => Promise<unknown>,
    args: string[] = [],
  ) {
    const audit = await db.owner`select * from audit`
    const before = await db.owner`select * from audit_head`
    await tamper(db.owner, change)
    const found = await run(args, { DATABASE_URL: db.appUrl })
    await tamper(db.owner, async (tx) => {
      await tx`delete from audit`
      await tx`insert into audit ${tx(audit)}`
      await tx`delete from audit_head`
      await tx`insert into audit_head ${tx(before)}`
    })
    return found
  }

  test('that is whole passes, also with the command', async () => {
    const { code, said } = await run([], { DATABASE_URL: db.appUrl })
    expect(said).toContain(`${ROWS}:${end.hash}`)
    expect(code).toBe(0)
  })

  test.each<[string, number, (tx: postgres.TransactionSql) => Promise<unknown>]>([
    [
      'a flipped byte in a body',
      5,
      (tx) => tx`update audit set body = replace(body, 'row', 'rov') where seq = 5`,
    ],
    [
      'a flipped byte in a prev',
      5,
      (tx) => tx`update audit set prev = set_byte(prev, 9, get_byte(prev, 9) # 1) where seq = 5`,
    ],
    [
      'a flipped byte in a hash',
      5,
      (tx) => tx`update audit set hash = set_byte(hash, 9, get_byte(hash, 9) # 1) where seq = 5`,
    ],
    ['a removed row', 5, (tx) => tx`delete from audit where seq = 5`],
    ['a removed tail', 10, (tx) => tx`delete from audit where seq > 9`],
    ['every row removed', 1, (tx) => tx`delete from audit`],
    [
      'a swapped pair',
      5,
      (tx) => tx`update audit a set body = b.body, prev = b.prev, hash = b.hash from audit b
        where (a.seq, b.seq) in ((5, 6), (6, 5))`,
    ],
    [
      'an inserted row at the end',
      13,
      (tx) => tx`insert into audit
        select 13, '{"seq":13}', hash, audit_hash(hash, '{"seq":13}') from audit where seq = 12`,
    ],
    [
      'a head moved back',
      10,
      (tx) => tx`update audit_head set (seq, hash) = (select seq, hash from audit where seq = 9)`,
    ],
    [
      'a head with another hash',
      12,
      (tx) => tx`update audit_head set hash = (select hash from audit where seq = 9)`,
    ],
    ['no head', 1, (tx) => tx`delete from audit_head`],
  ])('with %s is broken at that row', async (_, seq, change) => {
    const { code, said } = await brokenBy(change)
    expect(said).toContain(`BROKEN at seq ${seq}:`)
    expect(code).toBe(1)
  })

  /** Every row written again from `from` on, with hashes that fit. */
  const rewritten = async (tx: postgres.TransactionSql, from: number) => {
    const rows = await tx<{ seq: string; body: string }[]>`select seq, body from audit order by seq`
    let prev = '0'.repeat(64)
    for (const row of rows) {
      const body = Number(row.seq) < from ? row.body : row.body.replace('gatehouse', 'machine')
      const hash = hashOf(prev, body)
      await tx`update audit set body = ${body}, prev = decode(${prev}, 'hex'), hash = decode(${hash}, 'hex')
        where seq = ${row.seq}`
      prev = hash
    }
    await tx`update audit_head set (seq, hash) = (select seq, hash from audit order by seq desc limit 1)`
  }
  const shifted = async (tx: postgres.TransactionSql) => {
    await tx`update audit set seq = seq + 100 where seq >= 5`
    await tx`update audit set seq = seq - 99 where seq >= 105`
    await tx`insert into audit select 5, '{"seq":5}', hash, audit_hash(hash, '{"seq":5}') from audit where seq = 4`
  }

  test('A3: each of seven tamperings is named with its first bad row', async () => {
    const signing = checkpointKey(newCheckpointKey('a.example/audit'))
    const signed = (n: number) => signedCheckpoint(signing, n, rootOf(lines.slice(0, n)))
    const notes = join(folder, 'checkpoints.txt')
    writeFileSync(notes, `${signed(4)}\n${signed(8)}\n${signed(8)}\n${signed(ROWS)}`)
    const args = ['--checkpoint', notes, '--pubkey', signing.publicKey]
    const whole = await run(args, { DATABASE_URL: db.appUrl })
    expect(whole.said).toContain(`first ${ROWS} rows`)
    expect(whole.code).toBe(0)
    const backTo = (seq: number) => async (tx: postgres.TransactionSql) => {
      await tx`delete from audit where seq > ${seq}`
      await tx`update audit_head set (seq, hash) = (select seq, hash from audit where seq = ${seq})`
    }
    const tried: Array<
      [string, string, number, number, (tx: postgres.TransactionSql) => Promise<unknown>]
    > = [
      [
        'flipped byte',
        'a changed row',
        1,
        5,
        (tx) => tx`update audit set body = replace(body, 'row', 'rov') where seq = 5`,
      ],
      ['removed row', 'a removed row', 1, 5, (tx) => tx`delete from audit where seq = 5`],
      ['removed tail', 'a removed tail', 1, 10, (tx) => tx`delete from audit where seq > 9`],
      [
        'swapped rows',
        'swapped rows',
        1,
        5,
        (tx) =>
          tx`update audit a set body = b.body, prev = b.prev, hash = b.hash from audit b where (a.seq, b.seq) in ((5, 6), (6, 5))`,
      ],
      ['inserted row', 'an inserted row', 1, 5, shifted],
      ['whole table rewritten', 'rewritten rows', 1, 1, (tx) => rewritten(tx, 1)],
      ['rewritten from row 6', 'rewritten rows', 1, 5, (tx) => rewritten(tx, 6)],
      ['old backup restored', 'an old backup', 2, 10, backTo(9)],
    ]
    for (const [name, what, exit, seq, change] of tried) {
      const { code, said } = await brokenBy(change, args)
      expect(said, name).toContain(`Found: ${what}`)
      expect(said, name).toContain(`at seq ${seq}:`)
      expect(code, name).toBe(exit)
    }
    console.log(`A3: ${tried.length} tamperings tried, ${tried.length} found and named`)
  }, 60_000)

  test('checkpoints are not believed without their key, and not if two of one size differ', async () => {
    const signing = checkpointKey(newCheckpointKey('a.example/audit'))
    const notes = join(folder, 'some.txt')
    writeFileSync(notes, signedCheckpoint(signing, ROWS, rootOf(lines)))
    const env = { DATABASE_URL: db.appUrl }
    expect((await run(['--checkpoint', notes], env)).said).toContain('--pubkey')
    const other = checkpointKey(newCheckpointKey('a.example/audit')).publicKey
    expect(await run(['--checkpoint', notes, '--pubkey', other], env)).toMatchObject({
      code: 3,
      said: expect.stringContaining('not signed'),
    })
    writeFileSync(
      notes,
      signedCheckpoint(signing, 3, rootOf(lines.slice(0, 3))) +
        signedCheckpoint(signing, 3, rootOf(lines)),
    )
    expect(await run(['--checkpoint', notes, '--pubkey', signing.publicKey], env)).toMatchObject({
      code: 3,
      said: expect.stringContaining('differ'),
    })
  })

  test('exports to a file that verifies without a database', async () => {
    const file = join(folder, 'out.jsonl')
    const made = await run(['--export', file], { DATABASE_URL: db.appUrl })
    expect(made.said).toContain(`${ROWS} rows`)
    expect(readFileSync(file, 'utf8')).toBe(lines.join(''))
    expect((await run([file, '--head', `${end.seq}:${end.hash}`])).code).toBe(0)
  })

  test('is reached through the data folder when DATABASE_URL is unset', async () => {
    writeFileSync(join(folder, 'postgres.json'), JSON.stringify({ url: db.appUrl }))
    expect((await run([], { GATEHOUSE_DATA: folder })).code).toBe(0)
  })

  test.each<[string, Record<string, string>]>([
    ['nothing was ever started', {}],
    ['nothing listens', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }],
  ])('is unreadable when %s', async (_, env) => {
    const { code, said } = await run([], env)
    expect(said).toContain('is not running')
    expect(code).toBe(3)
  })

  test('is unreadable with unknown arguments', async () => {
    expect(await run(['--quick'])).toMatchObject({
      code: 3,
      said: expect.stringContaining('Usage'),
    })
  })
})

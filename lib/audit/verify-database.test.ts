import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { growingTree, hashOf, inSnapshot, inThreads } from './audit-verify.mjs'
import { checkpointKey, newCheckpointKey, signedCheckpoint } from './checkpoint-key'
import { auditedChain, fill, ROWS, tamper } from './testing'
import { type ChainRow, verifyDatabase } from './verify'

const chain = await auditedChain()
const { db, lines, end, folder, run } = chain
afterAll(() => chain.close())

/** The root of a checkpoint of these rows. */
const rootOf = (some: readonly string[]) => {
  const tree = growingTree()
  for (const { hash } of some.map((line): ChainRow => JSON.parse(line))) tree.add(hash)
  return tree.root()
}

describe('a chain in the database', () => {
  beforeEach(async () => {
    expect((await verifyDatabase(db.app)).ok).toBe(true)
  })

  /** Tampers, verifies, and takes the tampering back. */
  async function brokenBy<T>(
    change: (tx: postgres.TransactionSql) => Promise<unknown>,
    verify: () => Promise<T>,
  ): Promise<T> {
    const audit = await db.owner`select * from audit`
    const before = await db.owner`select * from audit_head`
    await tamper(db.owner, change)
    const found = await verify()
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
      (tx) => tx`update audit set body = replace(body, 'started', 'starred') where seq = 5`,
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
  ])('with %s is broken at that row, also when threads read it', async (_, seq, change) => {
    const inParts = () => verifyDatabase(db.app, {}, { url: db.appUrl, partRows: 3 })
    const [found, foundInParts] = await brokenBy(change, async () => [
      await verifyDatabase(db.app),
      await inParts(),
    ])
    expect(found).toMatchObject({ ok: false, seq })
    expect(foundInParts).toEqual(found)
  })

  test('is verified by threads in the snapshot that the caller sees', async () => {
    const parts = [{ to: 5 }, { from: 5, to: 9 }, { from: 9 }]
    const found = await inSnapshot(db.app, async (tx) => {
      const [{ snapshot } = { snapshot: '' }] = await tx`select pg_export_snapshot() as snapshot`
      await fill(db.app, ROWS + 1, ROWS + 1)
      return inThreads(parts, { url: db.appUrl, snapshot }, { head: end })
    })
    await tamper(db.owner, async (tx) => {
      await tx`delete from audit where seq > ${ROWS}`
      await tx`update audit_head set (seq, hash) = (select seq, hash from audit where seq = ${ROWS})`
    })
    expect(found).toEqual({ ok: true, rows: ROWS, head: end })
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
        (tx) => tx`update audit set body = replace(body, 'started', 'starred') where seq = 5`,
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
      const { code, said } = await brokenBy(change, () => run(args, { DATABASE_URL: db.appUrl }))
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

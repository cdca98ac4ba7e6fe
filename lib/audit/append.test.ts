import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { report, times } from '@/scripts/testing/full-size'
import { append, appendAll, commitmentOf } from './append'
import { type AuditEntry, personal } from './entry'
import { ERASED, entries, head } from './read'
import { type AuditDatabase, auditDatabase, fill } from './testing'
import { verifyDatabase } from './verify'

let db: AuditDatabase
beforeAll(async () => {
  db = await auditDatabase()
})
afterAll(() => db.end())

const actor = { kind: 'gatehouse' } as const
const person: AuditEntry = {
  type: 'request.created',
  actor: {
    kind: 'human',
    iss: 'https://id.example',
    sub: 'u-1',
    display: 'Ada Example',
    roles: ['viewer', 'requester'],
    role: 'requester',
    auth_time: 1_790_000_000,
    ip: '192.0.2.7',
    ua: 'Browser/1',
  },
  request: { id: 'r-1', rev: 1, digest: 'sha256:00' },
  after: { minutes: 240, comment: personal('for Grace'), none: undefined },
  reason: 'Case 123: slow queries \ud83d\ude00',
  outcome: 'done',
}

// One log, which grows from test to test.
describe('appending', { shuffle: false }, () => {
  test('200 appends over 8 connections leave no gap and no fork', async () => {
    const before = await head(db.app)
    const made = await Promise.all(
      Array.from({ length: 200 }, (_, i) =>
        db.app.begin((tx) => append(tx, { type: 'audit.verified', actor, after: { i } })),
      ),
    )
    expect(made.map((row) => row.seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, i) => before.seq + 1 + i),
    )
    const last = made.find((row) => row.seq === before.seq + 200)
    expect(await head(db.app)).toEqual(last)
    expect(await verifyDatabase(db.app)).toEqual({ ok: true, rows: before.seq + 200, head: last })
  })

  test('times never decrease in the order of rows', async () => {
    const times = (await entries(db.app, { limit: 500 })).map((entry) => entry.body.time)
    expect(times).toEqual([...times].sort())
    expect(times[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  })

  test('personal text is in the log as salted commitments and reads back as clear text', async () => {
    const { seq } = await db.app.begin((tx) => append(tx, person))
    const [found] = await entries(db.app, { after: seq - 1, limit: 1 })
    expect(found?.stored).not.toMatch(/Ada|192\.0\.2\.7|Browser|Case 123|Grace/)
    expect(found?.body).toMatchObject({
      v: 1,
      seq,
      type: 'request.created',
      actor: { ...person.actor },
      after: { minutes: 240, comment: 'for Grace' },
      reason: person.reason,
    })
    expect(found?.body.after).not.toHaveProperty('none')
    const texts = await db.app<{ commitment: string; salt: string; clear: string }[]>`
      select * from audit_text`
    expect(texts).toHaveLength(5)
    for (const text of texts) expect(commitmentOf(text.salt, text.clear)).toBe(text.commitment)
  })

  test('the owner can erase clear text, and the log still verifies', async () => {
    await db.owner`delete from audit_text where clear = 'Ada Example'`
    const [found] = await entries(db.app, { requestId: 'r-1', limit: 1 })
    expect(found?.body.actor).toMatchObject({ display: ERASED, ip: '192.0.2.7' })
    expect((await verifyDatabase(db.app)).ok).toBe(true)
  })

  test('entries are found by request, by type, after a number and from the end', async () => {
    expect((await entries(db.app, { requestId: 'r-1', limit: 9 })).map((e) => e.seq)).toEqual([201])
    expect(await entries(db.app, { requestId: 'r-2', limit: 9 })).toEqual([])
    expect(await entries(db.app, { type: 'audit.verified', limit: 999 })).toHaveLength(200)
    const seqs = async (want: { after?: number; newestFirst?: boolean }) =>
      (await entries(db.app, { limit: 2, ...want })).map((e) => e.seq)
    expect(await seqs({ after: 7 })).toEqual([8, 9])
    expect(await seqs({ newestFirst: true })).toEqual([201, 200])
    expect(await seqs({ after: 200, newestFirst: true })).toEqual([199, 198])
  })

  test('a text that PostgreSQL cannot store is recorded with a replacement character', async () => {
    const { seq } = await db.app.begin((tx) =>
      append(tx, {
        type: 'console.started',
        actor,
        reason: 'a\0b',
        after: { detail: 'c\ud83d\0' },
      }),
    )
    const [found] = await entries(db.app, { after: seq - 1, limit: 1 })
    expect(found?.body).toMatchObject({ reason: 'a\ufffdb', after: { detail: 'c\ufffd\ufffd' } })
  })

  test('rows that are added together are in their order, after one another', async () => {
    const before = await head(db.app)
    const all = [1, 2, 3].map((i) => ({ ...person, after: { i } }))
    const made = await db.app.begin((tx) => appendAll(tx, all))
    const stored = await entries(db.app, { after: before.seq, limit: 3 })
    expect(
      stored.map(({ seq, body }) => ({ seq, after: body.after, reason: body.reason })),
    ).toEqual(all.map(({ after, reason }, at) => ({ seq: before.seq + 1 + at, after, reason })))
    expect(await head(db.app)).toEqual(made.at(-1))
    expect(await verifyDatabase(db.app)).toMatchObject({ ok: true })
  })

  test('a failed append rolls back its caller’s transaction', async () => {
    await db.owner`create table change (what text)`
    await db.owner.unsafe(`grant insert, select on change to "${new URL(db.appUrl).username}"`)
    const before = await head(db.app)
    await db.owner`revoke execute on function audit_append(bigint, text) from public`
    const role = decodeURIComponent(new URL(db.appUrl).username)
    await db.owner.unsafe(`revoke execute on function audit_append(bigint, text) from "${role}"`)
    const change = db.app.begin(async (tx) => {
      await tx`insert into change values ('made')`
      await append(tx, { ...person, reason: 'never kept' })
    })
    await expect(change).rejects.toMatchObject({ code: '42501' })
    await db.owner.unsafe(`grant execute on function audit_append(bigint, text) to "${role}"`)
    expect(await db.app`select * from change`).toHaveLength(0)
    expect(await db.app`select * from audit_text where clear = 'never kept'`).toHaveLength(0)
    expect(await head(db.app)).toEqual(before)
  })

  test('a caller that fails after the append leaves no row and no gap', async () => {
    const before = await head(db.app)
    const change = db.app.begin(async (tx) => {
      await append(tx, person)
      throw new Error('second thoughts')
    })
    await expect(change).rejects.toThrow('second thoughts')
    await fill(db.app, 1, 1)
    expect((await head(db.app)).seq).toBe(before.seq + 1)
    expect((await verifyDatabase(db.app)).ok).toBe(true)
  })

  test('A4: writers whose connections are cut leave no fork and no gap', async () => {
    const cuts = times(20, 200)
    let committed = 0
    const writer = async () => {
      for (let cut = 0; cut < cuts / 4; cut += 1) {
        const own = postgres(db.appUrl, { max: 1, onnotice: () => {} })
        // The fourth append is cut somewhere between its first statement and its commit.
        for (let i = 0; i < 3; i += 1) {
          await own.begin((tx) => append(tx, { type: 'session.ended', actor, after: { i } }))
          committed += 1
        }
        const last = own.begin((tx) => append(tx, { type: 'session.ended', actor, after: { cut } }))
        await Promise.all([
          last.then(
            () => {
              committed += 1
            },
            () => {},
          ),
          own.end({ timeout: 0 }),
        ])
      }
    }
    await Promise.all(Array.from({ length: 4 }, writer))
    const { seq } = await head(db.app)
    expect(seq).toBeGreaterThanOrEqual(committed)
    expect(await verifyDatabase(db.app)).toMatchObject({ ok: true, rows: seq })
    report('A4 connections cut', { tried: cuts, rows: seq, forks: 0, gaps: 0 })
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { append } from './append'
import type { AuditEntry } from './entry'
import { entries, ODD } from './read'
import { type AuditDatabase, auditDatabase, fill } from './testing'
import { type ChainRow, verifyDatabase, verifyRows } from './verify'

let db: AuditDatabase
beforeAll(async () => {
  db = await auditDatabase()
})
afterAll(() => db.end())

/** Rows of a chain of their own, each a database's next. */
async function chainOf(...rows: Array<Partial<AuditEntry>>): Promise<ChainRow[]> {
  const own = await auditDatabase()
  try {
    for (const row of rows)
      await own.app.begin((tx) =>
        append(tx, { type: 'console.started', actor: { kind: 'gatehouse' }, ...row }),
      )
    return await own.app<ChainRow[]>`
      select seq::int, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash from audit order by seq`
  } finally {
    await own.end()
  }
}

const request = { id: '0'.repeat(26), rev: 1, digest: 'd'.repeat(64) }
const call = { request, op: 'employee.grant', after: { effect: 'e1' } }
const approved = { type: 'request.approved', ...call } as const
const sending = { type: 'effect.sending', ...call } as const

test('an approved call passes', async () => {
  expect(await verifyRows(await chainOf(approved, sending))).toMatchObject({ ok: true })
})

test.each<[string, Array<Partial<AuditEntry>>]>([
  ['without any approval', [sending]],
  ['with the approval after it', [sending, approved]],
  ['with the approval of another call', [{ ...approved, after: { effect: 'e2' } }, sending]],
  [
    'with the approval of another revision',
    [{ ...approved, request: { ...request, rev: 2 } }, sending],
  ],
  [
    'with the approval of another content',
    [{ ...approved, request: { ...request, digest: 'f'.repeat(64) } }, sending],
  ],
])('a call %s is reported at its row', async (_, rows) => {
  const seq = rows.indexOf(sending) + 1
  expect(await verifyRows(await chainOf(...rows))).toMatchObject({
    ok: false,
    seq,
    why: expect.stringContaining('approval'),
  })
})

const human = (sub: string) => ({ kind: 'human' as const, iss: 'i', sub })
const created = {
  type: 'request.created' as const,
  request,
  actor: human('asks'),
  after: {
    steps: [
      { groups: ['leads'], count: 1 },
      { groups: [], count: 2 },
    ],
  },
}
const vote = (sub: string, step: number, more: Partial<AuditEntry> = {}) => ({
  type: 'decision.approve' as const,
  request,
  actor: human(sub),
  after: { step },
  ...more,
})
const last = (sub: string, more: Partial<AuditEntry> = {}) => ({
  ...approved,
  actor: human(sub),
  after: { effect: 'e1', step: 1 },
  ...more,
})

test('a call with all approvals of its steps passes', async () => {
  const rows = await chainOf(created, vote('a', 0), vote('b', 1), last('c'), sending)
  expect(await verifyRows(rows)).toMatchObject({ ok: true })
})

test.each<[string, Array<Partial<AuditEntry>>]>([
  ['fewer approvals than required', [created, vote('a', 0), last('c')]],
  ['an approval missing in a step', [created, vote('a', 1), vote('b', 1), last('c')]],
  ['one person twice', [created, vote('a', 0), vote('c', 1), last('c')]],
  [
    'one right twice, by a delegate',
    [created, vote('a', 0), vote('b', 1), last('d', { on_behalf_of: { iss: 'i', sub: 'b' } })],
  ],
  ['an approval of the requester', [created, vote('a', 0), vote('asks', 1), last('c')]],
  [
    'the right of the requester, by a delegate',
    [created, vote('a', 0), vote('b', 1), last('d', { on_behalf_of: { iss: 'i', sub: 'asks' } })],
  ],
  [
    'approvals of an earlier revision',
    [created, vote('a', 0, { request: { ...request, rev: 0 } }), vote('b', 1), last('c')],
  ],
])('a call with %s is reported at its row', async (_, rows) => {
  expect(await verifyRows(await chainOf(...rows, sending))).toMatchObject({
    ok: false,
    seq: rows.length + 1,
    why: expect.stringContaining('approval'),
  })
})

const used = {
  ...{ type: 'breakglass.used' as const, request, op: 'employee.grant', actor: human('asks') },
  after: { effect: 'e1', skipped: created.after.steps },
}

test('break-glass: a call after the break-glass of its requester needs no approvals', async () => {
  expect(await verifyRows(await chainOf(created, used, sending))).toMatchObject({ ok: true })
})

test.each<[string, Array<Partial<AuditEntry>>]>([
  ['of someone else', [created, { ...used, actor: human('b') }]],
  ['of a request that nobody filed', [used]],
  ['of another call', [created, { ...used, after: { effect: 'e2' } }]],
  ['of another revision', [created, { ...used, request: { ...request, rev: 2 } }]],
  ['of another content', [created, { ...used, request: { ...request, digest: 'f'.repeat(64) } }]],
])('break-glass: a call after the break-glass %s is reported at its row', async (_, rows) => {
  expect(await verifyRows(await chainOf(...rows, sending))).toMatchObject({
    ok: false,
    seq: rows.length + 1,
    why: expect.stringContaining('approval'),
  })
})

test('a revoke needs no approval', async () => {
  const revoke = { ...sending, op: 'employee.revoke', after: { effect: 'e9' } }
  expect(await verifyRows(await chainOf(revoke))).toMatchObject({ ok: true })
})

test('a row noted earlier is checked, and a different one in its place is found', async () => {
  const rows = await chainOf({}, {}, {})
  const [, second] = rows
  const noted = { seq: 2, hash: second?.hash ?? '' }
  expect(await verifyRows(rows, { contains: noted })).toMatchObject({ ok: true, rows: 3 })
  const other = { seq: 2, hash: 'a'.repeat(64) }
  expect(await verifyRows(rows, { contains: other })).toMatchObject({ ok: false, seq: 2 })
  expect(await verifyRows(rows.slice(0, 1), { contains: noted })).toMatchObject({
    ok: false,
    seq: 2,
  })
})

test('a line with a second value under one key is found', async () => {
  const [row] = await chainOf({})
  const line = JSON.stringify(row).replace('{', '{"body":"forged",')
  expect(await verifyRows([{ ...row!, line }])).toMatchObject({ ok: false, seq: 1 })
})

test('odd rows are returned as stored, and the others stay readable', async () => {
  await fill(db.app, 1, 1)
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  const odd = [
    (seq: number) => `{ "type":"x", "seq": ${seq}, "seq": ${seq} , "actor":{}}`,
    (seq: number) => `{"actor":"nobody","seq":${seq},"type":7}`,
    (seq: number) => `{"after":${deep.slice(15_000, 25_000)},"seq":${seq}}`,
  ]
  for (const body of odd)
    await db.app.begin(async (tx) => {
      const [next] = await tx<[{ seq: string }]>`select seq from audit_lock()`
      await tx`select audit_append(${next.seq}, ${body(Number(next.seq))})`
    })
  await fill(db.app, 2, 2)
  const rows = await entries(db.app, { limit: 10 })
  expect(rows.map(({ body }) => body.type)).toEqual([
    'console.started',
    ODD,
    ODD,
    ODD,
    'console.started',
  ])
  expect(rows[1]?.stored).toContain('"type":"x"')
  expect(await verifyDatabase(db.app)).toMatchObject({
    ok: false,
    seq: 2,
    why: expect.stringContaining('canonical'),
  })
})

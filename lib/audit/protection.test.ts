import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { append } from './append'
import { head } from './read'
import { type AuditDatabase, auditDatabase, fill } from './testing'
import { verifyDatabase } from './verify'

let db: AuditDatabase
beforeAll(async () => {
  db = await auditDatabase()
  await fill(db.app, 1, 5)
  await db.app.begin((tx) =>
    append(tx, { type: 'console.started', actor: { kind: 'gatehouse' }, reason: 'why' }),
  )
})
afterAll(() => db.end())

const DENIED = '42501'
const WRONG_ROW = 'GH001'
const NEVER = 'GH002'

describe('A2: the application’s role', () => {
  test.each([
    ['change an audit row', `update audit set body = '{}' where seq = 2`],
    ['remove an audit row', 'delete from audit where seq = 6'],
    ['empty the audit table', 'truncate audit'],
    [
      'insert an audit row by itself',
      `insert into audit select 7, body, hash, hash from audit limit 1`,
    ],
    ['rewind the head', 'update audit_head set seq = 3'],
    ['remove the head', 'delete from audit_head'],
    ['empty the head', 'truncate audit_head'],
    ['change a clear text', `update audit_text set clear = 'because'`],
    ['remove a clear text', 'delete from audit_text'],
    ['empty the clear texts', 'truncate audit_text'],
    ['disable the triggers', 'alter table audit disable trigger all'],
    ['drop a trigger', 'drop trigger audit_refuse on audit'],
    ['switch triggers off for its session', 'set session_replication_role = replica'],
    ['drop the table', 'drop table audit'],
    [
      'replace the append function',
      `create or replace function public.audit_append(seq bigint, body text) returns bytea language sql as 'select null::bytea'`,
    ],
    ['lock the table against others', 'lock table audit in access exclusive mode'],
    ['change a checkpoint', "update checkpoint set note = ''"],
    ['remove a checkpoint', 'delete from checkpoint'],
    ['change the tree', "update audit_node set hash = ''"],
    ['say that an erasure is done', 'update erasure set done_at = now()'],
    ['lock the head row without the function', 'select * from audit_head for update'],
  ])('cannot %s', async (_, statement) => {
    await expect(db.app.begin((tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: DENIED })
  })

  test.each([
    ['an old number', 6],
    ['a number further on', 8],
    ['no number', null],
  ])('cannot append with %s', async (_, seq) => {
    await expect(db.app`select audit_append(${seq}, ${`{"seq":${seq}}`})`).rejects.toMatchObject({
      code: WRONG_ROW,
    })
  })

  test.each([
    ['names another row', '{"seq":2}'],
    ['names no row', '{}'],
    ['names it as text', '{"seq":"x7"}'],
  ])('cannot append a body that %s', async (_, body) => {
    await expect(db.app`select audit_append(7, ${body})`).rejects.toMatchObject({ code: WRONG_ROW })
  })

  test('cannot append a body that is not JSON', async () => {
    await expect(db.app`select audit_append(7, 'seq 7')`).rejects.toMatchObject({ code: '22P02' })
  })

  test('cannot shadow the tables with temporary ones', async () => {
    const attempt = db.app.begin(async (tx) => {
      await tx`create temporary table audit_head (one boolean, seq bigint, hash bytea)`
      await tx`insert into audit_head values (true, 2, decode(repeat('00', 32), 'hex'))`
      await tx`select audit_append(3, '{"seq":3}')`
    })
    await expect(attempt).rejects.toMatchObject({ code: expect.stringMatching(/GH001|42501/) })
  })
})

describe('the owner, with the triggers on,', () => {
  test.each([
    ['change an audit row', `update audit set body = '{}' where seq = 2`, NEVER],
    ['change no audit row at all', 'update audit set body = body where false', NEVER],
    ['remove an audit row', 'delete from audit where seq = 6', NEVER],
    ['empty the audit table', 'truncate audit', NEVER],
    [
      'rewind the head',
      'update audit_head set seq = 3, hash = (select hash from audit where seq = 3)',
      NEVER,
    ],
    ['move the head without a row', 'update audit_head set seq = 7', NEVER],
    [
      'change the hash of the head',
      `update audit_head set hash = decode(repeat('00', 32), 'hex')`,
      NEVER,
    ],
    ['remove the head', 'delete from audit_head', NEVER],
    ['change a clear text', `update audit_text set clear = 'because'`, NEVER],
    ['empty the clear texts', 'truncate audit_text', NEVER],
    [
      'insert a row that does not follow',
      `insert into audit select 7, '{"seq":7}', hash, hash from audit where seq = 6`,
      WRONG_ROW,
    ],
  ])('cannot %s', async (_, statement, code) => {
    await expect(db.owner.unsafe(statement)).rejects.toMatchObject({ code })
  })
})

test('after all of these attempts, the log still verifies', async () => {
  expect(await verifyDatabase(db.app)).toEqual({ ok: true, rows: 6, head: await head(db.app) })
})

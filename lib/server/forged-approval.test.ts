import { expect, test } from 'vitest'
import { append } from '@/lib/audit/append'
import { newId } from '@/lib/format/id'
import { listAudit } from '@/lib/ops/audit'
import { personAs } from '@/scripts/testing/console'
import { sql } from './database'
import { run } from './run'
import { refusal, settleAll, wasSeen } from './testing/acting'
import { approve, card, fileAccess, grantCalls } from './testing/requests'
import { startConsole } from './testing/start'

const world = await startConsole()

/** Approves in the tables alone, as whoever holds the application's database password can; gives the effect's id. */
async function forge(requestId: string) {
  const { iss, sub, name } = personAs('approver')
  await wasSeen()
  const id = newId()
  await sql()`update request set state = 'approved', execute_by = now() + interval '10 minutes' where id = ${requestId}`
  await sql()`insert into decision (request_id, revision, verdict, digest, iss, sub, name, binding)
    select id, revision, 'approve', digest, ${iss}, ${sub}, ${name}, 'forged' from request where id = ${requestId}`
  await sql()`insert into effect (id, request_id, kind, op, org_id, group_id, cluster_name, input, actor_name, execute_by)
    select ${id}, id, 'begin', op, org_id, group_id, cluster_name, input, ${name}, execute_by from request where id = ${requestId}`
  return id
}

const project = () => world.project({ clusters: [{ name: 'main' }] })

test('an approval that is not in the audit log is not executed', async () => {
  const at = await project()
  const requestId = await fileAccess(at)
  await forge(requestId)
  await settleAll()
  expect((await card(requestId)).request).toMatchObject({ state: 'closed', how: 'refused' })
  expect((await card(requestId)).effects[0]?.note).toContain('audit log')
  expect(await grantCalls(world, at)).toEqual([])
})

test('the approval of another request or call does not count', async () => {
  const [at, other] = [await project(), await project()]
  await approve(await fileAccess(other))
  const requestId = await fileAccess(at)
  await forge(requestId)
  const { request } = await card(requestId)
  await sql().begin((tx) =>
    append(tx, {
      type: 'request.approved',
      actor: { kind: 'human', iss: personAs('approver').iss, sub: personAs('approver').sub },
      request: { id: requestId, rev: request.revision, digest: request.digest },
      after: { effect: newId() },
    }),
  )
  await settleAll()
  expect(await grantCalls(world, at)).toEqual([])
  expect(await grantCalls(world, other)).toHaveLength(1)
})

test.each(['null', `replace(terms, '"count":1', '"count":2')`])(
  'D7: terms that were changed in the table to %s stop the call',
  async (changed) => {
    const at = await project()
    const requestId = await fileAccess(at)
    const before = await sql()`select terms from request where id = ${requestId}`
    await sql().unsafe(`update request set terms = ${changed} where id = '${requestId}'`)
    expect(await sql()`select terms from request where id = ${requestId}`).not.toEqual(before)
    expect(await refusal(approve(requestId))).toMatchObject({ kind: 'unavailable' })
    await forge(requestId)
    await settleAll()
    expect((await card(requestId)).request).toMatchObject({ state: 'closed', how: 'refused' })
    expect(await grantCalls(world, at)).toEqual([])
  },
)

test('bytes that were put into the table are not sent', async () => {
  const at = await project()
  const requestId = await fileAccess(at)
  await approve(requestId)
  const body = JSON.stringify({
    grantType: 'CLUSTER_INFRASTRUCTURE_AND_APP_SERVICES_SYNC_DATA',
    expirationTime: new Date(Date.now() + 7 * 86_400_000).toISOString(),
  })
  await sql()`update effect set body = ${body} where request_id = ${requestId} and state = 'planned'`
  await settleAll()
  expect((await card(requestId)).request).toMatchObject({ state: 'closed', how: 'refused' })
  expect(await grantCalls(world, at)).toEqual([])
})

test('a revoke that was put into the table can only revoke', async () => {
  const { groupId, orgId } = await project()
  await sql()`insert into effect ${sql()({
    id: newId(),
    kind: 'end',
    op: 'access.allow',
    org_id: orgId,
    group_id: groupId,
    input: JSON.stringify({ groupId, entries: [{ address: '0.0.0.0/0', comment: 'All' }] }),
    actor_name: 'Nobody',
  })}`
  await settleAll()
  expect((await world.calls({ groupId })).filter(({ method }) => method !== 'GET')).toEqual([])
})

test('an odd row does not hide the rest of the audit page', async () => {
  await sql()`do $$ declare n record; begin
    select * into n from audit_lock();
    perform audit_append(n.seq, '{ "type":"x", "seq": '||n.seq||', "actor":{}}'); end $$`
  const { data } = await run(listAudit, {}, personAs('auditor'))
  const { rows } = listAudit.output.parse(data)
  expect(rows[0]).toMatchObject({ time: null, body: expect.stringContaining('"type":"x"') })
  expect(rows.length).toBeGreaterThan(1)
})

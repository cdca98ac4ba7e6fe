import { expect, test } from 'vitest'
import { verifyDatabase } from '@/lib/audit/verify'
import { allowAddresses } from '@/lib/ops/access-list'
import { listAudit } from '@/lib/ops/audit'
import { inbox } from '@/lib/ops/inbox'
import { personAs } from '@/scripts/testing/console'
import { sql } from '../database'
import { as as person, settleAll } from '../testing/acting'
import { approve, card } from '../testing/requests'
import { withRules } from '../testing/with-rules'
import { inAnHour, jsonOf, startGateway } from './testing'

const gateway = await startGateway([
  { machine: 'terraform', role: 'operator', scope: { all: true } },
  { machine: 'spent', role: 'operator', scope: { all: true } },
  { machine: 'deletes', role: 'operator', scope: { all: true } },
  { machine: 'viewer', role: 'viewer', scope: { all: true } },
])
const { world, as } = gateway
const v2 = '/api/atlas/v2'
const json = { 'content-type': 'application/json' }

type Answer = Awaited<ReturnType<typeof as>>
const requestIn = (answer: Answer) => String((jsonOf(answer).parameters as string[])[0])
const writes = async (groupId: string) =>
  (await world.calls({ groupId })).filter(({ method }) => method !== 'GET')

test('a write of a client is refused, approved, and passes once with its own bytes, type and query', async () => {
  const { groupId } = await world.project()
  const path = `${v2}/groups/${groupId}/peers?pretty=true`
  const body = '{ "vpcId": "vpc-1",\n "providerName": "AWS", "awsAccountId": "00123" }'
  const ask = (more = {}) => as('terraform', 'POST', path, { body, headers: { ...json, ...more } })
  const because = (reason: string) => ({
    'x-gatehouse-reason': Buffer.from(reason).toString('latin1'),
  })
  expect(jsonOf(await ask(because('Peering \u202efor'))).detail).toContain('right-to-left')
  const refused = await ask(because('Peering für payments'))
  expect(refused.status).toBe(403)
  expect(refused.headers.get('content-type')).toContain('json')
  expect(jsonOf(refused)).toMatchObject({ error: 403, errorCode: 'GATEHOUSE_APPROVAL_REQUIRED' })
  const id = requestIn(refused)
  expect(await writes(groupId)).toEqual([])

  const all = inbox.output.parse((await person('approver', inbox, {})).data)
  expect(all.forMe.find((one) => one.id === id)).toMatchObject({
    requester: { name: 'terraform', kind: 'machine' },
    reason: 'Peering für payments',
  })
  const own = inbox.output.parse((await person('operator', inbox, {})).data)
  expect(own.mine.map((one) => one.id)).toContain(id)
  await approve(id, personAs('approver'))
  await settleAll()
  expect(await writes(groupId)).toEqual([])
  const after = inbox.output.parse((await person('approver', inbox, {})).data)
  expect(after.awaiting.map((one) => one.id)).toContain(id)
  expect(after.live.map((one) => one.id)).not.toContain(id)
  const passed = await ask()
  expect(passed.status).toBeLessThan(300)
  expect(jsonOf(passed)).toMatchObject({ vpcId: 'vpc-1' })
  const [call, ...more] = await writes(groupId)
  expect(more).toEqual([])
  expect(call).toMatchObject({ body, path: expect.stringContaining('?pretty=true') })
  expect((await ask()).status).toBe(403)
  expect(await writes(groupId)).toHaveLength(1)
  expect((await card(id)).request).toMatchObject({ state: 'closed', how: 'done' })

  const { rows } = listAudit.output.parse(
    (await person('auditor', listAudit, { requestId: id })).data,
  )
  expect(rows.map((row) => row.type)).toEqual(
    expect.arrayContaining(['request.created', 'request.approved', 'effect.sending']),
  )
  expect(await verifyDatabase(sql())).toMatchObject({ ok: true })
})

test('a changed call names the nearest request and the field, also next to one that can’t be read', async () => {
  const { groupId } = await world.project()
  const allow = async (entry: object) =>
    as('terraform', 'POST', `${v2}/groups/${groupId}/accessList`, {
      body: JSON.stringify([entry]),
      headers: json,
    })
  const open = { cidrBlock: '0.0.0.0/0', comment: 'VPN' }
  const near = requestIn(await allow(open))
  const unread = await allow({ ipAddress: '203.0.113.300', comment: 'A typing error' })
  expect(requestIn(unread)).not.toBe(near)
  const { detail } = jsonOf(await allow({ ...open, comment: 'VPn' }))
  expect(detail).toContain(near)
  expect(detail).toContain('comment')
})

test('a ticket that the policy requires comes in a header, and the refusal says so', async () => {
  const { groupId } = await world.project()
  const ask = (headers: Record<string, string>) =>
    as('terraform', 'POST', `${v2}/groups/${groupId}/peers`, {
      body: '{"vpcId":"vpc-1"}',
      headers: { ...json, ...headers },
    })
  const rule = { match: { op: 'atlas.createGroupPeer' }, ticketPattern: 'CASE-\\d+' }
  await withRules([rule], async () => {
    const refused = await ask({})
    expect(refused.status).toBe(403)
    expect(jsonOf(refused).detail).toContain('X-Gatehouse-Ticket')
    const filed = await ask({ 'x-gatehouse-ticket': 'CASE-12' })
    expect((await card(requestIn(filed))).request.ticket).toBe('CASE-12')
  })
})

test('a credential in the reason of a call is not stored', async () => {
  const { groupId } = await world.project()
  const filed = await as('terraform', 'POST', `${v2}/groups/${groupId}/peers`, {
    body: '{"vpcId":"vpc-1"}',
    headers: { ...json, 'x-gatehouse-reason': 'with token=Tr0ub4dor3xYqz9, for CASE-12' },
  })
  const { reason } = (await card(requestIn(filed))).request
  expect(reason).toBe('with token=***, for CASE-12')
})

test('a credential in what a client writes is refused before anyone is asked, and what takes access away passes', async () => {
  const { groupId } = await world.project()
  const place = `${v2}/groups/${groupId}`
  const secret = 'vpn password: hunter2hunter2'
  const entry = { cidrBlock: '203.0.113.7/32', comment: secret, deleteAfterDate: inAnHour() }
  const stages = [{ $match: { note: 'password=hunter2hunter2' } }]
  const calls: [method: string, path: string, body: object, field: string][] = [
    // Direct, to be approved, by rules that can't read it, and one without rules of its own.
    ['POST', '/accessList', [entry], 'body.0.comment'],
    ['POST', '/accessList', [{ ...entry, cidrBlock: '0.0.0.0/0' }], 'body.0.comment'],
    ['POST', '/accessList', [{ ...entry, new: 1 }], 'body.0.comment'],
    ['PATCH', `/peers/${'a'.repeat(24)}`, { description: secret }, 'description'],
    ['POST', '/streams/x/processor', { name: 'p', pipeline: stages, new: 1 }, 'pipeline'],
  ]
  for (const [method, path, body, field] of calls) {
    const answer = await as('terraform', method, place + path, {
      body: JSON.stringify(body),
      headers: json,
    })
    expect
      .soft([answer.status, jsonOf(answer).errorCode], answer.text)
      .toEqual([400, 'GATEHOUSE_INVALID_REQUEST'])
    expect.soft(jsonOf(answer).detail).toContain(field)
    expect.soft(answer.text).not.toContain('hunter2')
  }
  expect(await writes(groupId)).toEqual([])
  expect(await sql()`select 1 from request where group_id = ${groupId}`).toHaveLength(0)
  const role = `${place}/users/${'a'.repeat(24)}:removeRole`
  const body = JSON.stringify({ groupRole: 'GROUP_OWNER', reason: secret })
  expect((await as('terraform', 'POST', role, { body, headers: json })).text).not.toContain(
    'GATEHOUSE',
  )
})

test('a body that Atlas refuses in any case is refused, and files nothing', async () => {
  const { groupId } = await world.project()
  const ip = { ipAddress: '203.0.113.7' }
  const send = (body: unknown, path = 'accessList') =>
    as('terraform', 'POST', `${v2}/groups/${groupId}/${path}`, {
      body: JSON.stringify(body),
      headers: json,
    })
  for (const [body, word] of [
    [[], 'empty'],
    [{}, 'array'],
    [ip, 'array'],
    ['203.0.113.7', 'array'],
    [['203.0.113.7'], 'object'],
    [[ip, null], 'Item 2'],
    [[{ comment: 'x' }], 'none'],
    [[{ ...ip, cidrBlock: '203.0.113.7/32' }], 'ipAddress and cidrBlock'],
    [[{ cidrBlock: 'office' }], 'office'],
    [[ip, { ipAddress: '' }], 'Item 2'],
    [[{ ...ip, comment: 'x'.repeat(81) }], '81'],
    [[{ ...ip, deleteAfterDate: '2020-01-01T00:00:00Z' }], 'future'],
    [Array.from({ length: 9_000 }, () => ({ ipAddress: 'x y' })), '8,999 more'],
  ] as const) {
    const answer = await send(body)
    expect
      .soft([answer.status, jsonOf(answer).errorCode], answer.text)
      .toEqual([400, 'GATEHOUSE_INVALID_REQUEST'])
    expect.soft(jsonOf(answer).detail).toContain(word)
  }
  expect(jsonOf(await send([], 'peers')).detail).toContain('object')
  expect(await writes(groupId)).toEqual([])
  expect(await sql()`select 1 from request where group_id = ${groupId}`).toHaveLength(0)
  // What Gatehouse alone limits, a second person decides.
  const many = Array.from({ length: 201 }, (_, n) => ({ ipAddress: `203.0.113.${n}` }))
  expect(jsonOf(await send(many)).errorCode).toBe('GATEHOUSE_APPROVAL_REQUIRED')
})

test('a machine without a role gets a refusal with its name, also for a list', async () => {
  const answer = await as('unbound', 'GET', `${v2}/groups`)
  expect(answer.status).toBe(403)
  expect(jsonOf(answer)).toMatchObject({
    errorCode: 'GATEHOUSE_NOT_ALLOWED',
    detail: expect.stringContaining('unbound'),
  })
})

test('a role that is too small files nothing', async () => {
  const { groupId } = await world.project()
  const answer = await as('viewer', 'POST', `${v2}/groups/${groupId}/peers`, {
    body: '{"vpcId":"vpc-1"}',
    headers: json,
  })
  expect(answer.status).toBe(403)
  expect(jsonOf(answer).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
  expect(await sql()`select 1 from request where group_id = ${groupId}`).toHaveLength(0)
})

test('a body with a secret, of an operation without rules of its own, passes by permit', async () => {
  const { groupId } = await world.project()
  const path = `${v2}/groups/${groupId}/peers`
  const body = '{"vpcId":"vpc-1","connectionToken":"hunter2-hunter2"}'
  const refused = await as('terraform', 'POST', path, { body, headers: json })
  expect(jsonOf(refused).errorCode).toBe('GATEHOUSE_APPROVAL_REQUIRED')
  const id = requestIn(refused)
  const other = { body: body.replace('hunter2', 'hunter3'), headers: json }
  expect(jsonOf(await as('terraform', 'POST', path, other)).detail).toMatch(/bytes differ.*secret/)
  await approve(id, personAs('approver'))
  const passed = await as('terraform', 'POST', path, { body, headers: json })
  expect(passed.status).toBeLessThan(300)
  const stored = await world.owner`select r::text as row, e::text as effect from request r
    join effect e on e.request_id = r.id where r.id = ${id}`
  expect(JSON.stringify(stored)).not.toContain('hunter2')
})

test('a POST whose own path names what it creates passes after the approval', async () => {
  const { groupId } = await world.project()
  const path = `${v2}/groups/${groupId}/integrations/DATADOG`
  const body = '{"type":"DATADOG","apiKey":"hunter2","region":"EU"}'
  const ask = () => as('terraform', 'POST', path, { body, headers: json })
  await approve(requestIn(await ask()), personAs('approver'))
  expect((await ask()).status).toBe(200)
  expect(await writes(groupId)).toMatchObject([{ body }])
})

test('removing access is never gated, whatever the budgets are', async () => {
  const { groupId } = await world.project()
  await gateway.token('spent')
  await sql()`update machine set deletions_per_day = 0, gated_per_hour = 0 where name = 'spent'`
  await person('operator', allowAddresses, {
    groupId,
    entries: [{ address: '203.0.113.7', comment: 'A test' }],
  })
  const answer = await as('spent', 'DELETE', `${v2}/groups/${groupId}/accessList/203.0.113.7`)
  expect(answer.status).toBe(204)
  const peer = await as('spent', 'DELETE', `${v2}/groups/${groupId}/peers/${'a'.repeat(24)}`)
  expect(jsonOf(peer).errorCode).toBe('GATEHOUSE_BUDGET')
})

test('a direct deletion uses the budget of a machine with the role, and only then', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  const job = `${v2}/groups/${groupId}/clusters/main/backup/restoreJobs/${'a'.repeat(24)}`
  for (const name of ['deletes', 'viewer']) await gateway.token(name)
  await world.owner`update machine set deletions_per_day = 1 where name in ('deletes', 'viewer')`
  for (let i = 0; i < 2; i += 1)
    expect(jsonOf(await as('viewer', 'DELETE', job)).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
  expect(jsonOf(await as('deletes', 'DELETE', job)).errorCode).not.toMatch(/GATEHOUSE/)
  expect(jsonOf(await as('deletes', 'DELETE', job)).errorCode).toBe('GATEHOUSE_BUDGET')
  expect(await world.calls({ groupId, method: 'DELETE' })).toHaveLength(1)
})

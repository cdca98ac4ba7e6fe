import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { allowAddresses } from '@/lib/ops/access-list'
import { as as person, refusal } from '../testing/acting'
import { addressBody, commandsInLog, inAnHour, jsonOf, startGateway } from './testing'

const gateway = await startGateway([
  { machine: 'changes', role: 'operator', scope: { all: true } },
  { machine: 'reads', role: 'viewer', scope: { all: true } },
  { machine: 'elsewhere', role: 'operator', scope: { project: '6238513e765aeb25ee8e1956' } },
])
const { world, as, atlasAnswers } = gateway
const v2 = '/api/atlas/v2'
const sent = (groupId: string, operationId: string) => world.calls({ groupId, operationId })

test('a change passes with its exact bytes, Atlas’s answer comes back, and the audit log has both', async () => {
  const { groupId } = await world.project()
  const body = addressBody()
  const path = `${v2}/groups/${groupId}/accessList`
  const headers = { 'user-agent': 'terraform/1', 'x-request-id': 'of-the-client' }
  const answer = await as('changes', 'POST', `${path}?includeCount=false`, { body, headers })
  expect([200, 201]).toContain(answer.status)
  expect(answer.headers.get('content-type')).toContain('vnd.atlas')
  expect(answer.headers.get('x-request-id')).toBe('of-the-client')
  expect(answer.headers.get('ratelimit-remaining')).toMatch(/^\d+$/)
  expect(answer.text).toContain('203.0.113.7/32')
  const [call, ...more] = await sent(groupId, 'createGroupAccessListEntry')
  expect(call).toMatchObject({ body, path: `${path}?includeCount=false` })
  expect(more).toEqual([])
  const rows = await commandsInLog(groupId)
  expect(rows.map(({ type }) => type)).toEqual(['command.intent', 'command.done'])
  const hash = `sha256:${createHash('sha256').update(body).digest('hex')}`
  for (const row of rows)
    expect(row).toMatchObject({
      op: 'access.allow',
      actor: { kind: 'machine', sub: 'changes', client_id: expect.any(String), ua: 'terraform/1' },
      upstream: { method: 'POST', path: `${path}?includeCount=false`, body_hash: hash },
      trace: answer.headers.get('x-gatehouse-request-id'),
    })
  expect(rows[1]?.upstream?.status).toBe(answer.status)
})

test('what needs a second person goes to the gate, and nothing reaches Atlas', async () => {
  const { groupId } = await world.project({ tags: [{ key: 'environment', value: 'production' }] })
  const wide = addressBody('0.0.0.0/0')
  const odd = '[{"cidrBlock":"203.0.113.7/32","comment":"of a test","somethingNew":true}]'
  // Atlas may read the body in a version that Gatehouse does not know.
  const later = { accept: 'application/vnd.atlas.2199-01-01+json' }
  for (const [body, headers] of [[wide], [odd], [addressBody(), later]] as const) {
    const sentAs = { body, ...(headers ? { headers } : {}) }
    const answer = await as('changes', 'POST', `${v2}/groups/${groupId}/accessList`, sentAs)
    expect([answer.status, jsonOf(answer).errorCode]).toEqual([403, 'GATEHOUSE_APPROVAL_REQUIRED'])
  }
  expect(await sent(groupId, 'createGroupAccessListEntry')).toEqual([])
  const refused = await as('reads', 'POST', `${v2}/groups/${groupId}/accessList`, { body: wide })
  expect(jsonOf(refused).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
})

test('operators ask through a client for what Atlas keeps for owners, and never do it directly', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  const path = `${v2}/groups/${groupId}/clusters/main`
  expect(jsonOf(await as('changes', 'DELETE', path))).toMatchObject({
    errorCode: 'GATEHOUSE_APPROVAL_REQUIRED',
    detail: expect.stringContaining('owners'),
  })
  expect(jsonOf(await as('reads', 'DELETE', path)).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
  expect(await sent(groupId, 'deleteGroupCluster')).toEqual([])
})

test('a new project belongs to the organization in its body, where the machine needs the role', async () => {
  const { orgId } = await world.project()
  const create = (name: string) =>
    as(name, 'POST', `${v2}/groups`, { body: JSON.stringify({ name: 'new', orgId }) })
  expect(jsonOf(await create('changes')).errorCode).toBe('GATEHOUSE_APPROVAL_REQUIRED')
  expect(jsonOf(await create('elsewhere')).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
  const org = await as('changes', 'POST', `${v2}/orgs`, { body: '{"name":"new"}' })
  expect(jsonOf(org).errorCode).toBe('GATEHOUSE_NOT_ALLOWED')
})

test('Atlas’s own refusal passes as it is, without the credential of the call, and is recorded', async () => {
  const logged = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const { groupId } = await world.project()
  let credential = ''
  atlasAnswers((path) =>
    path.includes('/accessList') && !path.includes('itemsPerPage')
      ? (request, response) => {
          request.resume()
          credential = String(request.headers.authorization).replace('Bearer ', '')
          response.writeHead(409, { 'content-type': 'application/json', 'set-cookie': 'a=1' })
          response.end(`{ "error":409,"errorCode":"DUPLICATE","detail":"${credential}" }`)
        }
      : undefined,
  )
  const answer = await as('changes', 'POST', `${v2}/groups/${groupId}/accessList`, {
    body: addressBody(),
  })
  // The length stays, and nothing else changes.
  const said = `{ "error":409,"errorCode":"DUPLICATE","detail":"${'*'.repeat(credential.length)}" }`
  expect([answer.status, answer.text]).toEqual([409, said])
  expect(logged.mock.calls.join()).not.toContain(credential)
  expect(JSON.stringify(await commandsInLog(groupId))).not.toContain(credential)
  logged.mockRestore()
  expect(answer.headers.get('set-cookie')).toBeNull()
  const rows = await commandsInLog(groupId)
  expect(rows[1]).toMatchObject({ type: 'command.failed', upstream: { status: 409 } })
})

test('an accepted change that does not show yet is answered at once, and settled later', async () => {
  const { groupId } = await world.project()
  atlasAnswers((path) =>
    path.includes('/accessList') && path.includes('itemsPerPage')
      ? (_, response) => response.end('{"results":[],"totalCount":0}')
      : undefined,
  )
  const started = performance.now()
  const answer = await as('changes', 'POST', `${v2}/groups/${groupId}/accessList`, {
    body: addressBody(),
  })
  expect([200, 201]).toContain(answer.status)
  expect(performance.now() - started).toBeLessThan(5_000)
  expect((await commandsInLog(groupId))[1]).toMatchObject({ type: 'command.accepted' })
})

test('a lost answer is said to be unknown, and never sent again', async () => {
  const { groupId } = await world.project()
  await world.fault({
    match: { operationId: 'createGroupAccessListEntry', groupId },
    fault: { kind: 'hang-up' },
  })
  const answer = await as('changes', 'POST', `${v2}/groups/${groupId}/accessList`, {
    body: addressBody(),
  })
  expect([answer.status, jsonOf(answer).errorCode]).toEqual([504, 'GATEHOUSE_OUTCOME_UNKNOWN'])
  expect((await commandsInLog(groupId))[1]).toMatchObject({ type: 'command.unknown' })
  expect(await sent(groupId, 'createGroupAccessListEntry')).toHaveLength(1)
})

test('nobody is told that nothing was sent when the outcome of a call can’t be recorded', async () => {
  const { groupId } = await world.project()
  await world.owner.unsafe(`
    create function fail_to_record() returns trigger language plpgsql as $$ begin
      if new.body::jsonb ->> 'type' in ('command.done', 'command.unknown', 'command.accepted') then raise 'full'; end if;
      return new;
    end $$;
    create trigger fail_to_record before insert on audit for each row execute function fail_to_record()`)
  try {
    const entry = { address: '203.0.113.8', comment: 'A test' }
    const told = await refusal(person('operator', allowAddresses, { groupId, entries: [entry] }))
    expect(told.kind).toBe('unknown-outcome')
    const path = `${v2}/groups/${groupId}/accessList`
    expect((await as('changes', 'POST', path, { body: addressBody() })).status).toBe(201)
    await world.fault({
      match: { groupId, operationId: 'createGroupAccessListEntry' },
      fault: { kind: 'hang-up' },
    })
    const lost = await as('changes', 'POST', path, { body: addressBody('203.0.113.9/32') })
    expect([lost.status, jsonOf(lost).errorCode]).toEqual([504, 'GATEHOUSE_OUTCOME_UNKNOWN'])
  } finally {
    await world.owner.unsafe('drop trigger fail_to_record on audit; drop function fail_to_record')
  }
})

test('an answer that breaks off is no answer', async () => {
  const { groupId } = await world.project()
  atlasAnswers((path) =>
    path.includes('/accessList') && !path.includes('itemsPerPage')
      ? (request, response) => {
          request.resume()
          response.writeHead(201, { 'content-type': 'application/json', 'content-length': 100 })
          response.write('{"results":', () => request.socket.destroy())
        }
      : undefined,
  )
  const answer = await as('changes', 'POST', `${v2}/groups/${groupId}/accessList`, {
    body: addressBody(),
  })
  expect([answer.status, jsonOf(answer).errorCode]).toEqual([504, 'GATEHOUSE_OUTCOME_UNKNOWN'])
})

test.each<[string, number, number, string, string]>([
  ['a redirect', 504, 302, 'application/json', ''],
  ['a page with a good status', 504, 200, 'text/html', '<html>Sign in</html>'],
  ['a page of a proxy', 504, 502, 'text/html', '<h1>squid</h1>'],
  ['a refusal that is not Atlas’s', 504, 400, 'application/json', '["no"]'],
  ['a proxy’s conflict', 504, 409, 'application/json', '{"message":"Conflict"}'],
  ['an error with a good status', 504, 200, 'application/json', '{"error":500,"errorCode":"X"}'],
  ['Atlas’s own error', 500, 500, 'application/json', '{"error":500,"errorCode":"X"}'],
])('the outcome of a change that %s answers', async (_, seen, status, type, body) => {
  const { groupId } = await world.project()
  atlasAnswers((path) =>
    path.includes('/accessList') && !path.includes('itemsPerPage')
      ? (request, response) => {
          request.resume()
          response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(body)
        }
      : undefined,
  )
  const path = `${v2}/groups/${groupId}/accessList`
  const answer = await as('changes', 'POST', path, { body: addressBody() })
  expect([answer.status, jsonOf(answer).errorCode]).toEqual([
    seen,
    seen === 504 ? 'GATEHOUSE_OUTCOME_UNKNOWN' : 'X',
  ])
})

test('the outcome is recorded when the client leaves in the middle', async () => {
  const { groupId } = await world.project()
  const hold = Promise.withResolvers<void>()
  let isThere = false
  atlasAnswers((path) =>
    path.includes('/accessList') && !path.includes('itemsPerPage')
      ? async (request, response) => {
          isThere = true
          request.resume()
          await hold.promise
          response.writeHead(201, { 'content-type': 'application/json' }).end('{"results":[]}')
        }
      : undefined,
  )
  const body = addressBody()
  const socket = connect(Number(new URL(gateway.origin).port), '127.0.0.1')
  socket.write(
    `POST ${v2}/groups/${groupId}/accessList HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${await gateway.token('changes')}\r\naccept: application/vnd.atlas.2025-03-12+json\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  await vi.waitFor(() => expect(isThere).toBe(true))
  socket.destroy()
  hold.resolve()
  await vi.waitFor(async () =>
    expect((await commandsInLog(groupId)).map(({ type }) => type)).toEqual([
      'command.intent',
      'command.accepted',
    ]),
  )
})

test('what takes access away is never gated, also what is gone already', async () => {
  const { groupId } = await world.project({
    tags: [{ key: 'environment', value: 'production' }],
    clusters: [{ name: 'main' }],
  })
  const user = await as('changes', 'DELETE', `${v2}/groups/${groupId}/databaseUsers/admin/nobody`)
  expect(user.status).toBe(404)
  expect(user.text).not.toContain('GATEHOUSE')
  const role = await as(
    'changes',
    'POST',
    `${v2}/groups/${groupId}/users/${'a'.repeat(24)}:removeRole`,
    {
      body: '{"groupRole":"GROUP_OWNER"}',
    },
  )
  expect([role.status, role.text.includes('GATEHOUSE')]).toEqual([200, false])
  const grant = { grantType: 'CLUSTER_INFRASTRUCTURE', expirationTime: inAnHour() }
  await world.control('POST', 'state', { groupId, clusterName: 'main', grant })
  const cluster = `${v2}/groups/${groupId}/clusters/main`
  const revoked = await as('changes', 'POST', `${cluster}:revokeMongoDBEmployeeAccess`)
  expect(revoked.status).toBeLessThan(300)
  expect(await sent(groupId, 'revokeGroupClusterMongoDbEmployeeAccess')).toHaveLength(1)
  const granted = await as('changes', 'POST', `${cluster}:grantMongoDBEmployeeAccess`, {
    body: JSON.stringify(grant),
  })
  expect(jsonOf(granted)).toMatchObject({
    errorCode: 'GATEHOUSE_NOT_ALLOWED',
    detail: expect.stringContaining(`/projects/${groupId}`),
  })
})

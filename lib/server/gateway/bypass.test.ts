import { expect, test } from 'vitest'
import { z } from 'zod'
import { findCommand } from '@/lib/atlas/find-op'
import { derivedId } from '@/lib/ops/derived-access'
import { editRequest } from '@/lib/ops/requests'
import { createConnection } from '@/lib/ops/stream-connections'
import { personAs } from '@/scripts/testing/console'
import { withoutHidden } from '../hidden'
import { run } from '../run'
import { refusal, settleAll } from '../testing/acting'
import { gated } from '../testing/clients'
import { approve, card, why } from '../testing/requests'
import { withoutBodySecrets } from './secret-body'
import { jsonOf, startGateway } from './testing'

const gateway = await startGateway([
  { machine: 'changes', role: 'operator', scope: { all: true } },
  { machine: 'sends', role: 'operator', scope: { all: true } },
])
const { world, as } = gateway
const v2 = '/api/atlas/v2'
const northwind = `${v2}/orgs/622f06e0f21affc0c09d52e1`

function derivedCommand(operationId: string) {
  const op = findCommand(derivedId(operationId))
  if (!op) throw new Error(`${operationId} is no command`)
  return op
}

const rows = z.object({ results: z.array(z.looseObject({ id: z.string() })) })
const lastOf = async (path: string) =>
  rows.parse(JSON.parse((await as('changes', 'GET', path)).text)).results.at(-1)?.id

const requestIn = ({ text }: { text: string }) =>
  z.object({ parameters: z.tuple([z.string(), z.string()]) }).parse(JSON.parse(text)).parameters[0]

test('what needs approval in the console needs it in every version of a call', async () => {
  const key = await lastOf(`${northwind}/apiKeys`)
  for (const accept of ['*/*', 'application/json', 'application/vnd.atlas.2025-03-12+json'])
    for (const [query, body] of [
      ['', undefined],
      ['?pretty=true', undefined],
      ['', '{}'],
    ] as const) {
      const answer = await as('changes', 'DELETE', `${northwind}/apiKeys/${key}${query}`, {
        headers: { accept },
        ...(body ? { body } : {}),
      })
      expect([accept, query, jsonOf(answer).errorCode]).toEqual([
        accept,
        query,
        'GATEHOUSE_APPROVAL_REQUIRED',
      ])
    }
  expect(await world.calls({ operationId: 'deleteOrgApiKey' })).toEqual([])
})

test('an operator does not remove alone whom only an admin can remove', async () => {
  const answer = await as('changes', 'DELETE', `${northwind}/users/${'a'.repeat(24)}`)
  // It waits for approval, or the read before it does not find it.
  expect(jsonOf(answer).errorCode).toMatch(/GATEHOUSE_(APPROVAL_REQUIRED|CONFLICT)/)
  expect(await world.calls({ operationId: 'removeOrgUser' })).toEqual([])
})

test('a permit does not pass when what it changes is not what the approver saw', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  const path = `${v2}/groups/${groupId}/auditLog`
  const change = async (enabled: boolean, auditFilter: string) =>
    as('changes', 'PATCH', path, {
      body: JSON.stringify({ enabled, auditFilter, auditAuthorizationSuccess: false }),
    })
  expect((await change(true, '{"atype":"authenticate"}')).status).toBe(202)
  const asked = await change(false, '{}')
  expect(jsonOf(asked).errorCode).toBe('GATEHOUSE_APPROVAL_REQUIRED')
  await approve(requestIn(asked))
  expect((await change(true, '{}')).status).toBe(202)
  expect(jsonOf(await change(false, '{}')).detail).toContain('Someone else changed')
  expect(await world.calls({ groupId, operationId: 'updateGroupAuditLog' })).toHaveLength(2)
})

test('the request of a client can’t be edited, because its bytes stay', async () => {
  const { groupId } = await world.project()
  const person = personAs('operator')
  const path = `${v2}/groups/${groupId}/peers`
  const body = JSON.stringify({ providerName: 'AWS', vpcId: 'vpc-evil' })
  const { requestId } = await gated({ person }, { method: 'POST', path, body })
  const input = { groupId, body: JSON.stringify({ providerName: 'AWS', vpcId: 'vpc-good' }) }
  const edit = { requestId, input, ...why, revision: 1 }
  expect((await card(requestId, person)).may.edit).toContain('client')
  expect((await refusal(run(editRequest, edit, person))).kind).toBe('conflict')
  await approve(requestId)
  await settleAll()
  const [sent] = await world.calls({ groupId, operationId: 'createGroupPeer' })
  expect(sent?.body).toBe(body)
})

test('nothing that Gatehouse stores of a call has a secret, whatever its name in the body is', () => {
  const input = { registryPassword: 'hunter2', connectionName: 'registry' }
  const body = '{"name":"registry","schemaRegistryAuthentication":{"password":"hunter2"}}'
  const kept = withoutBodySecrets({ op: createConnection, input, body: Buffer.from(body) })
  expect(kept.hasSecrets).toBe(true)
  expect(JSON.stringify(kept)).not.toContain('hunter2')
})

test('what lets in whoever has it is a secret under any name, and so is the address of a webhook', () => {
  const op = derivedCommand('createGroupIntegration')
  for (const [what, sent] of [
    ['a signature', { serviceUrl: 'https://x.blob.example/b?sv=1&sig=hunter2hunter2' }],
    ['a password', { stores: [{ urls: ['https://reader:hunter2@files.example/a'] }] }],
    ['a connection string', { source: { uri: 'mongodb+srv://u:hunter2@c.example/?w=1' } }],
    ['a webhook', { type: 'WEBHOOK', url: 'https://hooks.example/T1/hunter2' }],
    ['a header', { extra: { value: 'Bearer hunter2hunter2' } }],
  ] as const) {
    const body = JSON.stringify({ ...sent, region: 'EU' })
    const kept = withoutBodySecrets({ op, input: { body }, body: Buffer.from(body) })
    expect([what, kept.hasSecrets]).toEqual([what, true])
    expect(JSON.stringify(kept), what).not.toContain('hunter2')
    expect(kept.body, what).toContain('EU')
    expect(JSON.stringify(withoutHidden({ hiddenFields: 'like secrets' }, sent))).not.toContain(
      'hunter2',
    )
  }
  const plain = Buffer.from(
    '{"type":"DATADOG","url":"https://example.com/a?b=1","description":"Basic monitoring, Bearer authentication"}',
  )
  expect(withoutBodySecrets({ op, input: {}, body: plain }).hasSecrets).toBe(false)
})

test('a machine gets a credential of Atlas only with a second person, and only its own call shows it', async () => {
  const { groupId } = await world.project()
  const account = JSON.stringify({
    name: 'around-gatehouse',
    description: 'A test',
    roles: ['GROUP_CLUSTER_MANAGER'],
    secretExpiresAfterHours: 8,
  })
  await gateway.token('sends')
  await world.owner`update machine set carry_out = 'send' where name = 'sends'`
  const headers = { accept: 'application/vnd.atlas.2024-08-05+json' }
  const own = `${v2}/groups/${groupId}`
  const key = '{"desc":"around Gatehouse","roles":["GROUP_READ_ONLY"]}'
  for (const [path, body] of [
    [`${own}/serviceAccounts`, account],
    [`${own}/apiKeys`, key],
  ] as const) {
    const ask = () => as('sends', 'POST', path, { headers, body })
    const asked = await ask()
    expect([path, jsonOf(asked).errorCode]).toEqual([path, 'GATEHOUSE_APPROVAL_REQUIRED'])
    await approve(requestIn(asked), personAs('approver'))
    await settleAll()
    expect(await world.calls({ groupId, method: 'POST' })).toEqual([])
    expect((await ask()).status).toBeLessThan(300)
    await world.control('DELETE', 'calls', {})
  }
})

import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from '@/lib/format/id'
import { changeApiKeyRoles, removeApiKey } from '@/lib/ops/api-keys'
import { previewOp } from '@/lib/ops/console'
import { addKeyAddresses, removeKeyAddress } from '@/lib/ops/credential-addresses'
import { HIDDEN } from '@/lib/ops/define'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import { getCredential } from '@/lib/ops/own-credential'
import { ops } from '@/lib/ops/registry'
import { createAccountSecret } from '@/lib/ops/service-account-secrets'
import { newSecret } from '@/lib/ops/service-account-shapes'
import { getSecretInUse, listServiceAccounts } from '@/lib/ops/service-accounts'
import { personAs } from '@/scripts/testing/console'
import { answers } from './connections'
import { run } from './run'
import { as, refusal } from './testing/acting'
import { startConsole } from './testing/start'
import { exampleOf } from './testing/walking'

const northwind = '622f06e0f21affc0c09d52e1'

/** Gatehouse uses a service account, and in a second connection an API key. */
const withKey = (file: Record<string, unknown>) => {
  const first = z.array(z.looseObject({})).parse(file.connections)
  const credentials = { publicKeyFrom: 'ATLAS_PUBLIC_KEY', privateKeyFrom: 'ATLAS_PRIVATE_KEY' }
  return { ...file, connections: [...first, { ...first[0], name: 'by-key', credentials }] }
}

const world = await startConsole({ configure: withKey })
beforeAll(async () => {
  const { publicKey, privateKey } = world.atlas.credentials
  Object.assign(process.env, { ATLAS_PUBLIC_KEY: publicKey, ATLAS_PRIVATE_KEY: privateKey })
}, 30_000)

async function inputOf(id: string) {
  const op = ops.get(id)
  if (!op) throw new Error(`There is no ${id}`)
  return (await exampleOf(world, op)).input
}

describe('while Atlas does not say which API key Gatehouse uses', () => {
  const refusing = { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' } as const
  const refuseReads = async (...operations: string[]) => {
    answers().stale(() => true)
    Reflect.deleteProperty(globalThis, 'gatehouseKeysSeen')
    for (const operationId of ['getSystemStatus', ...operations])
      await world.fault({ match: { operationId }, times: 1000, fault: refusing })
  }
  const own = () => world.atlas.credentials.clientId.slice('mdb_sa_id_'.length)
  const isGated = async (op: string, input: unknown) => {
    const { data } = await as('operator', previewOp, { op, input, fresh: true })
    return previewOp.output.parse(data).friction.level === 'approval'
  }
  test('its public key says it', async () => {
    const other = await inputOf('orgApiKeys.removeAddress')
    await refuseReads()
    expect(await whyNot('orgApiKeys.delete', { orgId: northwind, apiUserId: own() })).toMatch(
      /Gatehouse uses this/,
    )
    expect(await whyNot('orgApiKeys.removeAddress', other)).toBeNull()
    expect(await isGated('orgApiKeys.removeAddress', other)).toBe(false)
  })

  test('and the key is unreadable, one person alone removes nothing', async () => {
    const key = await inputOf('apiKeys.remove')
    const address = await inputOf('orgApiKeys.removeAddress')
    const first = await inputOf('orgApiKeys.addAddresses')
    await refuseReads('listGroupApiKeys', 'getOrgApiKey')
    expect(await refusal(as('operator', removeApiKey, key))).toMatchObject({
      kind: 'needs-approval',
    })
    expect(await isGated('orgApiKeys.removeAddress', address)).toBe(true)
    expect(await whyNot('orgApiKeys.addAddresses', first)).toMatch(/whether Gatehouse uses/)
  })
})

test('a new private key is answered once, and is not kept for a repeated call', async () => {
  const key = randomUUID()
  const input = { orgId: northwind, desc: 'Shown once', roles: ['ORG_READ_ONLY'] }
  const create = () =>
    run(createOrgApiKey, input, personAs('operator'), { requestId: newId(), key })
  const [first, second] = [await create(), await create()]
  expect(first.data).toMatchObject({ privateKey: expect.stringMatching(/^[0-9a-f-]{36}$/) })
  expect(second.data).toMatchObject({ id: createOrgApiKey.output.parse(first.data).id })
  expect(JSON.stringify(second.data)).not.toContain(
    createOrgApiKey.output.parse(first.data).privateKey,
  )
})

test('two keys cannot have one description', async () => {
  const input = { orgId: northwind, desc: 'Only once', roles: ['ORG_READ_ONLY'] }
  await as('operator', createOrgApiKey, input)
  expect(await refusal(as('operator', createOrgApiKey, input))).toMatchObject({ kind: 'conflict' })
})

/** Why Gatehouse refuses a command before it is sent. */
async function whyNot(op: string, input: unknown): Promise<string | null> {
  const { data } = await as('operator', previewOp, { op, input, fresh: true })
  return previewOp.output.parse(data).whyNot
}

test.each([
  ['orgApiKeys.delete', {}, 'organization'],
  ['orgApiKeys.update', { desc: 'Gatehouse console', roles: ['ORG_MEMBER'] }, 'organization'],
  ['apiKeys.assign', { roles: ['GROUP_READ_ONLY'] }, 'project'],
  ['apiKeys.remove', {}, 'project'],
  ['serviceAccounts.delete', {}, 'organization'],
  ['projectServiceAccounts.assign', { roles: ['GROUP_READ_ONLY'] }, 'project'],
  [
    'projectServiceAccounts.changeRoles',
    { roles: ['GROUP_OWNER'], opened: ['GROUP_READ_ONLY'] },
    'project',
  ],
  ['projectServiceAccounts.remove', {}, 'project'],
])('%s is refused for the credential that Gatehouse uses', async (op, more, where) => {
  const { data } = await as('viewer', getCredential, { orgId: northwind })
  const { apiKeyIds, clientIds } = getCredential.output.parse(data)
  const id = /ServiceAccounts|serviceAccounts/.test(op)
    ? { clientId: clientIds[0] }
    : { apiUserId: apiKeyIds[0] }
  const place =
    where === 'project' ? { groupId: (await world.project()).groupId } : { orgId: northwind }
  const opened =
    op === 'orgApiKeys.update'
      ? { opened: { desc: 'Gatehouse console', roles: ['ORG_OWNER'] } }
      : {}
  expect(await whyNot(op, { ...place, ...id, ...more, ...opened })).toMatch(/Gatehouse uses this/)
})

test('an account that Atlas manages is not changed', async () => {
  const add = [{ name: 'Atlas Charts', isSystemManaged: true }]
  const order = { collection: 'orgServiceAccounts', place: { orgId: northwind }, add }
  await world.control('POST', 'collection', order)
  const input = { orgId: northwind, includeSystemManaged: true }
  const { data } = await as('viewer', listServiceAccounts, input)
  const managed = listServiceAccounts.output
    .parse(data)
    .results.find(({ name }) => name === 'Atlas Charts')
  const account = { orgId: northwind, clientId: managed?.clientId }
  const [secret] = managed?.secrets ?? []
  for (const [op, more] of [
    ['serviceAccounts.delete', {}],
    ['serviceAccounts.createSecret', { secretExpiresAfterHours: 24, opened: [] }],
    ['serviceAccounts.deleteSecret', { secretId: secret?.id }],
    ['serviceAccounts.addAddresses', { addresses: ['203.0.113.9/32'] }],
    ['serviceAccounts.removeAddress', { address: '203.0.113.9/32' }],
  ] as const)
    expect(await whyNot(op, { ...account, ...more }), op).toMatch(/Atlas manages/)
})

test('the secret that Gatehouse uses is not deleted; another one of its account is', async () => {
  const { clientId } = world.atlas.credentials
  const account = { orgId: northwind, clientId }
  const used = async () =>
    getSecretInUse.output.parse((await as('viewer', getSecretInUse, account)).data).secretId
  const mine = await used()
  expect(await whyNot('serviceAccounts.deleteSecret', { ...account, secretId: mine })).toMatch(
    /Gatehouse uses this secret/,
  )
  const other = { ...account, secretId: 'f'.repeat(24) }
  expect(await whyNot('serviceAccounts.deleteSecret', other)).toBeNull()
})

test('a secret that gives an owner role is not created here', async () => {
  const own = { orgId: northwind, clientId: world.atlas.credentials.clientId }
  const { data } = await as('viewer', listServiceAccounts, { orgId: northwind })
  const { results } = listServiceAccounts.output.parse(data)
  const of = (name: string) => ({
    orgId: northwind,
    clientId: results.find((one) => one.name === name)?.clientId,
  })
  const create = (account: object) =>
    refusal(
      as('operator', createAccountSecret, { ...account, secretExpiresAfterHours: 24, opened: [] }),
    )
  expect(await create(own)).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('Gatehouse uses'),
  })
  // Its owner role is in a project, not in the organization.
  expect(await create(of('Kubernetes operator'))).toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('Project Owner'),
  })
})

test('a new secret of an account is answered once, and is not kept for a repeated call', async () => {
  const input = await inputOf('serviceAccounts.createSecret')
  const key = randomUUID()
  const create = () =>
    run(createAccountSecret, input, personAs('operator'), { requestId: newId(), key })
  const first = newSecret.parse((await create()).data)
  const second = newSecret.parse((await create()).data)
  expect(first.secret).toMatch(/^mdb_sa_sk_/)
  expect(second).toMatchObject({ id: first.id, secret: HIDDEN })
})

test('removing the last address of a key needs approval, because it opens the key to all addresses', async () => {
  const made = await as('operator', createOrgApiKey, {
    orgId: northwind,
    desc: 'With addresses',
    roles: ['ORG_READ_ONLY'],
  })
  const { id: apiUserId } = createOrgApiKey.output.parse(made.data)
  const key = { orgId: northwind, apiUserId }
  const [one, two] = ['203.0.113.9/32', '203.0.113.10/32']
  await as('operator', addKeyAddresses, { ...key, addresses: [one, two] })
  await as('operator', removeKeyAddress, { ...key, address: one })
  expect(await refusal(as('operator', removeKeyAddress, { ...key, address: two }))).toMatchObject({
    kind: 'needs-approval',
    message: expect.stringContaining('last entry'),
  })
})

test('the first address is not added to an empty access list of the key that Gatehouse uses', async () => {
  const { data } = await as('viewer', getCredential, { orgId: northwind })
  const [apiUserId] = getCredential.output.parse(data).apiKeyIds
  const key = { orgId: northwind, apiUserId }
  const input = { ...key, addresses: ['203.0.113.9/32'] }
  expect(await whyNot('orgApiKeys.addAddresses', input)).toMatch(/Gatehouse uses.*empty/)
})

test('removing the last address of a key says what that means', async () => {
  const { data } = await as('viewer', getCredential, { orgId: northwind })
  const [apiUserId] = getCredential.output.parse(data).apiKeyIds
  const input = { orgId: northwind, apiUserId, address: '203.0.113.9/32' }
  const preview = await as('operator', previewOp, { op: 'orgApiKeys.removeAddress', input })
  const { impact } = previewOp.output.parse(preview.data)
  expect(impact.join(' ')).toMatch(/Gatehouse itself.*last entry/)
})

test('roles are not replaced when somebody else has changed them', async () => {
  const input = await inputOf('apiKeys.changeRoles')
  const stale = { ...input, opened: ['GROUP_BACKUP_MANAGER'] }
  expect(await refusal(as('operator', changeApiKeyRoles, stale))).toMatchObject({
    kind: 'conflict',
  })
})

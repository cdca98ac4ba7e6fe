import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { assignServiceAccount } from '@/lib/ops/project-service-accounts'
import type { TestConsole } from '@/scripts/testing/console'
import { added, type Examples, plus, sent } from './made'

const cidrBlock = '203.0.113.8/32'

let made = 0
const details = () => {
  made += 1
  return { name: `Test ${made}`, description: 'A test', secretExpiresAfterHours: 24 }
}

const seeded = z.object({
  rows: z.array(
    z.object({
      item: z.looseObject({
        clientId: z.string(),
        secrets: z.array(z.looseObject({ id: z.string() })),
      }),
    }),
  ),
})

/** A project, and a service account of its organization. Not created by Gatehouse, whose calls a test may limit. */
async function account(world: TestConsole) {
  const { groupId, orgId } = await world.project()
  const { name, description } = details()
  const clientId = `mdb_sa_id_${made.toString(16).padStart(24, 'a')}`
  const add = [{ clientId, name, description, roles: ['ORG_READ_ONLY'] }]
  const order = { collection: 'orgServiceAccounts', place: { orgId }, add }
  const { rows } = seeded.parse(await world.control('POST', 'collection', order))
  const { secrets } = rows.find(({ item }) => item.clientId === clientId)?.item ?? { secrets: [] }
  return { groupId, orgId, clientId, name, description, secretId: secrets[0]?.id ?? '' }
}
async function assigned(world: TestConsole) {
  const found = await account(world)
  await sent(assignServiceAccount, { ...found, roles: ['GROUP_READ_ONLY'] })
  return found
}

const addressed = added('serviceAccountAccessList', { cidrBlock }, account)

/** A project, and an MCP configuration there or in its organization. */
const mcpConfig = (collection: string) => async (world: TestConsole) => {
  const { groupId, orgId } = await world.project()
  const mcpConfigId = randomUUID()
  const place = collection === 'mcpConfigs' ? { orgId } : { groupId }
  await world.control('POST', 'collection', { collection, place, add: [{ mcpConfigId }] })
  return { ...place, mcpConfigId }
}

/** Service accounts of projects and organizations. */
export const serviceAccountExamples: Examples = {
  'mcpConfigs.secrets': mcpConfig('mcpConfigs'),
  'projectMcpConfigs.secrets': mcpConfig('projectMcpConfigs'),
  'serviceAccounts.list': account,
  'serviceAccounts.get': account,
  'serviceAccounts.projects': account,
  'serviceAccounts.create': async (world) => ({
    orgId: (await world.project()).orgId,
    ...details(),
    roles: ['ORG_READ_ONLY'],
  }),
  'serviceAccounts.update': async (world) => {
    const found = await account(world)
    const { name, description } = found
    const opened = { name, description, roles: ['ORG_READ_ONLY'] }
    return { ...found, description: 'Changed', roles: ['ORG_MEMBER'], opened }
  },
  'serviceAccounts.delete': account,
  'serviceAccounts.createSecret': async (world) => {
    const found = await account(world)
    return { ...found, secretExpiresAfterHours: 24, opened: [found.secretId] }
  },
  'serviceAccounts.deleteSecret': account,
  'projectServiceAccounts.create': async (world) => ({
    groupId: (await world.project()).groupId,
    ...details(),
    roles: ['GROUP_READ_ONLY'],
  }),
  'projectServiceAccounts.assign': plus(account, { roles: ['GROUP_READ_ONLY'] }),
  'projectServiceAccounts.changeRoles': plus(assigned, {
    roles: ['GROUP_CLUSTER_MANAGER'],
    opened: ['GROUP_READ_ONLY'],
  }),
  'projectServiceAccounts.remove': assigned,
  'serviceAccounts.addresses': account,
  'serviceAccounts.addAddresses': plus(account, { addresses: [cidrBlock] }),
  'serviceAccounts.removeAddress': plus(
    added('serviceAccountAccessList', { cidrBlock: '203.0.113.9/32' }, addressed),
    { address: cidrBlock },
  ),
}

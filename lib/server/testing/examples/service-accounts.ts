import { z } from 'zod'
import { assignServiceAccount } from '@/lib/ops/project-service-accounts'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project, sent } from './made'

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
const inOrg = async (world: TestConsole) => {
  const { orgId, clientId } = await account(world)
  return { orgId, clientId }
}
const free = async (world: TestConsole) => {
  const { groupId, clientId } = await account(world)
  return { groupId, clientId }
}
async function assigned(world: TestConsole) {
  const found = await free(world)
  await sent(assignServiceAccount, { ...found, roles: ['GROUP_READ_ONLY'] })
  return found
}

/** Service accounts of projects and organizations. */
export const serviceAccountExamples: Examples = {
  'serviceAccounts.list': async (world) => ({ orgId: (await account(world)).orgId }),
  'serviceAccounts.get': inOrg,
  'serviceAccounts.projects': inOrg,
  'serviceAccounts.create': async (world) => ({
    orgId: (await world.project()).orgId,
    ...details(),
    roles: ['ORG_READ_ONLY'],
  }),
  'serviceAccounts.update': async (world) => {
    const { groupId: _, secretId: __, ...found } = await account(world)
    const { name, description } = found
    const opened = { name, description, roles: ['ORG_READ_ONLY'] }
    return { ...found, description: 'Changed', roles: ['ORG_MEMBER'], opened }
  },
  'serviceAccounts.delete': inOrg,
  'serviceAccounts.createSecret': async (world) => {
    const { orgId, clientId, secretId } = await account(world)
    return { orgId, clientId, secretExpiresAfterHours: 24, opened: [secretId] }
  },
  'serviceAccounts.deleteSecret': async (world) => {
    const { orgId, clientId, secretId } = await account(world)
    return { orgId, clientId, secretId }
  },
  'projectServiceAccounts.list': project,
  'projectServiceAccounts.create': async (world) => ({
    groupId: (await world.project()).groupId,
    ...details(),
    roles: ['GROUP_READ_ONLY'],
  }),
  'projectServiceAccounts.assign': async (world) => ({
    ...(await free(world)),
    roles: ['GROUP_READ_ONLY'],
  }),
  'projectServiceAccounts.changeRoles': async (world) => ({
    ...(await assigned(world)),
    roles: ['GROUP_CLUSTER_MANAGER'],
    opened: ['GROUP_READ_ONLY'],
  }),
  'projectServiceAccounts.remove': assigned,
  'serviceAccounts.addresses': inOrg,
  'serviceAccounts.addAddresses': async (world) => ({
    ...(await inOrg(world)),
    addresses: [cidrBlock],
  }),
  'serviceAccounts.removeAddress': async (world) => {
    const found = await inOrg(world)
    const order = {
      collection: 'serviceAccountAccessList',
      place: found,
      add: [{ cidrBlock }, { cidrBlock: '203.0.113.9/32' }],
    }
    await world.control('POST', 'collection', order)
    return { ...found, address: cidrBlock }
  },
}

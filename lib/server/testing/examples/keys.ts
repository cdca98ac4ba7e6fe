import { assignApiKey } from '@/lib/ops/api-keys'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project, sent } from './made'

const events = { minDate: '2026-01-01T00:00:00Z', pageNum: 1 }
let made = 0

/** A project, and a key of its organization. Not created by Gatehouse, whose calls a test may limit. */
async function key(world: TestConsole) {
  const { groupId, orgId } = await world.project()
  made += 1
  const apiUserId = made.toString(16).padStart(24, 'a')
  const roles = [{ orgId, roleName: 'ORG_READ_ONLY' }]
  const add = [{ id: apiUserId, desc: `Test ${made}`, roles }]
  await world.control('POST', 'collection', { collection: 'orgApiKeys', place: { orgId }, add })
  return { groupId, orgId, apiUserId }
}
const orgKey = async (world: TestConsole) => {
  const { groupId: _, ...found } = await key(world)
  return found
}
const free = async (world: TestConsole) => {
  const { orgId: _, ...found } = await key(world)
  return found
}

async function assigned(world: TestConsole) {
  const found = await free(world)
  await sent(assignApiKey, { ...found, roles: ['GROUP_READ_ONLY'] })
  return found
}

/** API keys of projects and organizations. */
export const keyExamples: Examples = {
  'apiKeys.list': project,
  'apiKeys.assign': async (world) => ({ ...(await free(world)), roles: ['GROUP_READ_ONLY'] }),
  'apiKeys.changeRoles': async (world) => ({
    ...(await assigned(world)),
    roles: ['GROUP_CLUSTER_MANAGER'],
    opened: ['GROUP_READ_ONLY'],
  }),
  'apiKeys.remove': assigned,
  'orgApiKeys.list': async (world) => ({ orgId: (await orgKey(world)).orgId }),
  'orgApiKeys.get': orgKey,
  'orgApiKeys.addresses': orgKey,
  'orgApiKeys.create': async (world) => {
    made += 1
    const { orgId } = await world.project()
    return { orgId, desc: `Terraform of payments ${made}`, roles: ['ORG_READ_ONLY'] }
  },
  'orgApiKeys.delete': orgKey,
  'orgEvents.since': async (world) => ({ orgId: (await world.project()).orgId, ...events }),
  'events.since': async (world) => ({ groupId: (await world.project()).groupId, ...events }),
  'orgApiKeys.update': async (world) => {
    const found = await orgKey(world)
    const opened = { desc: `Test ${made}`, roles: ['ORG_READ_ONLY'] }
    return { ...found, desc: `Changed ${made}`, roles: ['ORG_MEMBER'], opened }
  },
  'orgApiKeys.addAddresses': async (world) => ({
    ...(await orgKey(world)),
    addresses: ['203.0.113.8/32'],
  }),
  'orgApiKeys.removeAddress': async (world) => {
    const found = await orgKey(world)
    const cidrBlock = '203.0.113.8/32'
    const order = {
      collection: 'apiKeyAccessList',
      place: found,
      add: [{ cidrBlock }, { cidrBlock: '203.0.113.9/32' }],
    }
    await world.control('POST', 'collection', order)
    return { ...found, address: cidrBlock }
  },
}

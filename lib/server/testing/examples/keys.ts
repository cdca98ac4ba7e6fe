import { assignApiKey } from '@/lib/ops/api-keys'
import type { TestConsole } from '@/scripts/testing/console'
import { added, type Examples, plus, project, sent } from './made'

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
async function assigned(world: TestConsole) {
  const found = await key(world)
  await sent(assignApiKey, { ...found, roles: ['GROUP_READ_ONLY'] })
  return found
}

const cidrBlock = '203.0.113.8/32'
const addressed = added('apiKeyAccessList', { cidrBlock }, key)

/** API keys of projects and organizations, and database roles. */
export const keyExamples: Examples = {
  'apiKeys.assign': plus(key, { roles: ['GROUP_READ_ONLY'] }),
  'apiKeys.changeRoles': plus(assigned, {
    roles: ['GROUP_CLUSTER_MANAGER'],
    opened: ['GROUP_READ_ONLY'],
  }),
  'apiKeys.remove': assigned,
  'orgApiKeys.list': key,
  'orgApiKeys.get': key,
  'orgApiKeys.addresses': key,
  'orgApiKeys.create': async (world) => {
    made += 1
    const { orgId } = await world.project()
    return { orgId, desc: `Terraform of payments ${made}`, roles: ['ORG_READ_ONLY'] }
  },
  'orgApiKeys.delete': key,
  'customDbRoles.delete': added('customDbRoles', { roleName: 'reader' }, project),
  'orgEvents.since': plus(project, events),
  'events.since': plus(project, events),
  'orgApiKeys.update': async (world) => {
    const found = await key(world)
    const opened = { desc: `Test ${made}`, roles: ['ORG_READ_ONLY'] }
    return { ...found, desc: `Changed ${made}`, roles: ['ORG_MEMBER'], opened }
  },
  'orgApiKeys.addAddresses': plus(key, { addresses: ['203.0.113.8/32'] }),
  'orgApiKeys.removeAddress': plus(
    added('apiKeyAccessList', { cidrBlock: '203.0.113.9/32' }, addressed),
    { address: cidrBlock },
  ),
}

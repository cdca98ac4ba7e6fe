import { assignApiKey } from '@/lib/ops/api-keys'
import { createOrgApiKey } from '@/lib/ops/org-api-keys'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project, sent } from './made'

let made = 0

/** A project, and a key of its organization. */
async function key(world: TestConsole) {
  const { groupId, orgId } = await world.project()
  made += 1
  const input = { orgId, desc: `Test ${made}`, roles: ['ORG_READ_ONLY' as const] }
  const { id } = await sent(createOrgApiKey, input)
  return { groupId, orgId, apiUserId: id }
}
const orgKey: Examples[string] = async (world) => {
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
  'connections.credential': async (world) => ({ orgId: (await world.project()).orgId }),
}

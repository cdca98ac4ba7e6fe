import { z } from 'zod'
import { canonical, singleOf } from '../address'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { iso, pick } from '../ids'
import { invalid, Reject } from '../reject'
import { type ApiKey, apiKey, initialKeys, privateKeyOf } from '../world/keys'

const role = z.object({
  roleName: z.string(),
  groupId: z.string().optional(),
  orgId: z.string().optional(),
})

const desc = z.string().min(1).max(250)
const orgRoles = z.array(z.string().regex(/^ORG_[A-Z_]+$/))
const projectRoles = z.array(z.string().regex(/^GROUP_[A-Z_]+$/)).min(1)

const byOrg = (orgId: string | undefined, names: readonly string[]) =>
  names.map((roleName) => ({ orgId, roleName }))
const byProject = (groupId: string, names: readonly string[]) =>
  names.map((roleName) => ({ groupId, roleName }))

/** The API keys of an organization. A key is in a project by its roles there. */
export const orgApiKeys = collection<ApiKey>({
  name: 'orgApiKeys',
  path: '/orgs/{orgId}/apiKeys/{apiUserId}',
  shape: z.looseObject({
    id: z.string(),
    desc: z.string(),
    publicKey: z.string(),
    privateKey: z.string(),
    roles: z.array(role),
  }),
  key: 'id',
  errors: { notFound: 'API_KEY_NOT_FOUND' },
  events: { create: 'API_KEY_CREATED', delete: 'API_KEY_DELETED' },
  eventFields: ({ publicKey }) => ({ targetPublicKey: publicKey }),
  seed: () => initialKeys.map(({ orgId, key }) => ({ place: { orgId }, item: key })),
  sample: (n, { orgId }) =>
    apiKey(`Deployment ${n}`, iso(Date.UTC(2024, 0, n + 1)), byOrg(orgId, ['ORG_MEMBER'])),
  create: ({ body }, { orgId }) => {
    const sent = bodyOf(z.object({ desc, roles: orgRoles }), body)
    return apiKey(sent.desc, new Date(), byOrg(orgId, sent.roles))
  },
  update: (item, { body, path }) => {
    const sent = bodyOf(z.object({ desc: desc.optional(), roles: orgRoles.optional() }), body)
    const kept = item.roles.filter((r) => r.groupId)
    return {
      ...(sent.desc === undefined ? {} : { desc: sent.desc }),
      ...(sent.roles ? { roles: [...byOrg(path.orgId, sent.roles), ...kept] } : {}),
    }
  },
  changeEvent: (sent) => `API_KEY_${'roles' in sent ? 'ROLES' : 'DESCRIPTION'}_CHANGED`,
  view: (item, _, { created }) => (created ? { ...item, privateKey: privateKeyOf(item.id) } : item),
})

const isIn = (groupId: string) => (key: ApiKey) => key.roles.some((r) => r.groupId === groupId)

/** The project of a path, and a key of its organization. */
function here({ world, path }: HandlerInput) {
  const { id: groupId, orgId } = world.project(path.groupId)
  const key = () => orgApiKeys.find(world, { ...path, orgId }).item
  const assigned = () => {
    const found = key()
    if (isIn(groupId)(found)) return found
    throw new Reject(404, 'API_KEY_NOT_FOUND', `API key ${found.id} is not in group ${groupId}.`, {
      parameters: [found.id],
    })
  }
  return { groupId, orgId, key, assigned }
}

function setRoles(input: HandlerInput, key: ApiKey, roles: readonly string[], event: string): void {
  const { groupId, orgId } = here(input)
  key.roles = [...key.roles.filter((r) => r.groupId !== groupId), ...byProject(groupId, roles)]
  const eventTypeName = `API_KEY_${event}`
  input.world.record(
    { orgId, groupId, eventTypeName, targetPublicKey: key.publicKey },
    input.origin,
  )
}

export const projectApiKeys = {
  listGroupApiKeys: (input) => {
    const { groupId, orgId } = here(input)
    const all = orgApiKeys.rows(input.world, { orgId }).map((row) => row.item)
    return rows(all.filter(isIn(groupId)).map((item) => ({ ...item, links: [] })))
  },
  createGroupApiKey: (input) => {
    const { groupId, orgId } = here(input)
    const sent = bodyOf(z.object({ desc, roles: projectRoles }), input.body)
    const roles = [...byOrg(orgId, ['ORG_MEMBER']), ...byProject(groupId, sent.roles)]
    const made = apiKey(sent.desc, new Date(), roles)
    orgApiKeys.add(input.world, { orgId }, made, input.origin)
    setRoles(input, made, sent.roles, 'ADDED_TO_GROUP')
    return { ...made, privateKey: privateKeyOf(made.id), links: [] }
  },
  addGroupApiKey: (input) => {
    const sent = bodyOf(z.array(z.object({ roles: projectRoles })).min(1), input.body)
    setRoles(
      input,
      here(input).key(),
      sent.flatMap((s) => s.roles),
      'ADDED_TO_GROUP',
    )
    return reply(204)
  },
  updateGroupApiKeyRoles: (input) => {
    const key = here(input).assigned()
    const shape = z.object({ desc: desc.optional(), roles: projectRoles.optional() })
    const sent = bodyOf(shape, input.body)
    if (sent.desc) key.desc = sent.desc
    if (sent.roles) setRoles(input, key, sent.roles, 'ROLES_CHANGED')
    return { ...key, links: [] }
  },
  removeGroupApiKey: (input) => {
    setRoles(input, here(input).assigned(), [], 'REMOVED_FROM_GROUP')
    return reply(204)
  },
} satisfies SandboxFile

const entry = z.looseObject({
  cidrBlock: z.string(),
  ipAddress: z.string().optional(),
  count: z.number().optional(),
  created: z.string(),
  lastUsed: z.string().optional(),
  lastUsedAddress: z.string().optional(),
})

function accessEntry(cidrBlock: string, created: string, count = 0): z.output<typeof entry> {
  const ipAddress = singleOf(cidrBlock)
  const used = count
    ? { count, lastUsed: iso(Date.now() - 3_600_000), lastUsedAddress: ipAddress }
    : {}
  return { cidrBlock, ...(ipAddress ? { ipAddress } : {}), created, ...used }
}

/** The access list of an organization's API key. */
export const apiKeyAccessList = collection({
  name: 'apiKeyAccessList',
  path: '/orgs/{orgId}/apiKeys/{apiUserId}/accessList/{ipAddress}',
  parent: orgApiKeys,
  shape: entry,
  key: 'cidrBlock',
  parseKey: (value) => canonical(value) ?? value,
  errors: { notFound: 'IP_ADDRESS_NOT_FOUND_IN_ACCESS_LIST' },
  events: {
    create: 'API_KEY_ACCESS_LIST_ENTRY_ADDED',
    delete: 'API_KEY_ACCESS_LIST_ENTRY_DELETED',
  },
  eventFields: ({ cidrBlock }) => ({ whitelistEntry: cidrBlock }),
  seed: () =>
    initialKeys.flatMap(({ orgId, key }, i) =>
      Array.from({ length: i % 3 }, (_, n) => ({
        place: { orgId, apiUserId: key.id },
        item: accessEntry(
          n ? '198.51.100.0/28' : `203.0.113.${10 + pick(key.id, 40)}/32`,
          iso('2025-01-21T10:00:00Z'),
          n ? 0 : 1200 + pick(key.id, 9000),
        ),
      })),
    ),
  sample: (n) => accessEntry(`198.51.100.${n % 250}/32`, iso(Date.now())),
  beforeDelete: ({ cidrBlock }, { actor, origin, path, world }) => {
    const { item } = orgApiKeys.find(world, path)
    if (item.publicKey === actor.publicKey && canonical(origin.address ?? '') === cidrBlock)
      throw new Reject(
        400,
        'CANNOT_REMOVE_CALLER_FROM_ACCESS_LIST',
        `The address ${origin.address} of this request cannot be removed.`,
        { parameters: [origin.address] },
      )
  },
})

const sentEntries = z
  .array(z.object({ cidrBlock: z.string().optional(), ipAddress: z.string().optional() }))
  .min(1)

export const apiKeyAccessListEntries = {
  createOrgApiKeyAccessListEntry: (input) => {
    const { world, path, origin } = input
    orgApiKeys.find(world, path)
    const place = { orgId: path.orgId ?? '', apiUserId: path.apiUserId ?? '' }
    const blocks = bodyOf(sentEntries, input.body).map((sent, i) => {
      const block = canonical(sent.cidrBlock ?? sent.ipAddress ?? '')
      if (block) return block
      throw invalid([{ field: `[${i}].ipAddress`, description: 'must be an IP address' }])
    })
    for (const block of blocks)
      if (!apiKeyAccessList.rows(world, place).some((r) => r.item.cidrBlock === block))
        apiKeyAccessList.add(world, place, accessEntry(block, iso(Date.now())), origin)
    return apiKeyAccessList.list(input)
  },
} satisfies SandboxFile

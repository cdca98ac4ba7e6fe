import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { iso } from '../ids'
import { reject } from '../reject'
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
    throw reject(
      404,
      'API_KEY_NOT_FOUND',
      `API key ${found.id} is not in group ${groupId}.`,
      found.id,
    )
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

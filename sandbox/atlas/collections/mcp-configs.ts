import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { type HandlerInput, reply, rows, type SandboxFile } from '../define'
import { idFrom, iso } from '../ids'
import { northwind } from '../world/orgs'
import { projectIdOf } from '../world/projects'

const day = 86_400_000

const secret = z.object({
  id: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
})
const config = z.looseObject({
  mcpConfigId: z.string(),
  mcpConfigName: z.string(),
  clientId: z.string(),
  roles: z.array(z.string()),
  secrets: z.array(secret),
})
type Config = z.output<typeof config>

const uuidFrom = (seed: string, at: number) =>
  `${idFrom(seed, at).slice(0, 8)}-0000-4000-8000-${idFrom(`${seed} id`, at).slice(-12)}`

const secretAt = (seed: string, at: number, lastUsedAt: string | null = null) => ({
  id: idFrom(`mcp secret ${seed}`, at),
  createdAt: iso(at),
  expiresAt: iso(at + 90 * day),
  lastUsedAt,
})

const newConfig = (name: string, roles: string[], at: number, secrets: Config['secrets'] = []) => ({
  mcpConfigId: uuidFrom(`mcp ${name}`, at),
  mcpConfigName: name,
  clientId: `mdb_sa_id_${idFrom(`mcp client ${name}`, at)}`,
  roles,
  secrets,
})

const newBody = z.object({ mcpConfigName: z.string().min(1), roles: z.array(z.string()).min(1) })

/** The MCP configurations of a place: Atlas runs an MCP server that signs in with the credential of the configuration. */
const configsAt = (
  name: string,
  path: string,
  seed: ReadonlyArray<{ place: Record<string, string>; item: Config }>,
) =>
  collection<Config>({
    name,
    path: `${path}/mcpConfigs/{mcpConfigId}`,
    shape: config,
    key: 'mcpConfigId',
    links: false,
    errors: { notFound: 'MCP_CONFIG_NOT_FOUND' },
    codes: { create: [201] },
    seed: () => [...seed],
    sample: (n) => newConfig(`assistant-${n}`, ['ORG_READ_ONLY'], Date.UTC(2025, 0, n + 1)),
    create: ({ body }) => {
      const sent = bodyOf(newBody, body)
      return newConfig(sent.mcpConfigName, sent.roles, Date.now())
    },
    update: (_, { body }) => bodyOf(newBody.partial(), body),
    view: ({ secrets: _, ...shown }) => shown,
  })

const used = iso(Date.now() - day / 4)
export const mcpConfigs = configsAt('mcpConfigs', '/orgs/{orgId}', [
  {
    place: { orgId: northwind.id },
    item: newConfig('Support assistant', ['ORG_READ_ONLY'], Date.UTC(2026, 6, 2), [
      secretAt('support', Date.now() - 20 * day, used),
    ]),
  },
])
export const projectMcpConfigs = configsAt('projectMcpConfigs', '/groups/{groupId}', [
  {
    place: { groupId: projectIdOf('payments-prod') },
    item: newConfig('Query helper', ['GROUP_DATA_ACCESS_READ_ONLY'], Date.UTC(2026, 8, 9)),
  },
])

const secretsOf = (all: typeof mcpConfigs, { world, path }: HandlerInput) =>
  all.find(world, path).item.secrets

export const mcpSecrets = {
  listOrgMcpConfigSecrets: (input) => rows(secretsOf(mcpConfigs, input)),
  listGroupMcpConfigSecrets: (input) => rows(secretsOf(projectMcpConfigs, input)),
  createOrgMcpConfigSecret: (input) => {
    const made = secretAt(`${input.path.mcpConfigId}`, Date.now())
    secretsOf(mcpConfigs, input).push(made)
    return reply(201, { ...made, secret: `mdb_sa_sk_${made.id}` })
  },
  createGroupMcpConfigSecret: (input) => {
    const made = secretAt(`${input.path.mcpConfigId}`, Date.now())
    secretsOf(projectMcpConfigs, input).push(made)
    return reply(201, { ...made, secret: `mdb_sa_sk_${made.id}` })
  },
} satisfies SandboxFile

import type { z } from 'zod'
import type { Connection } from '@/lib/atlas/connection'
import { newId } from '@/lib/format/id'
import type { ApiKey } from '@/lib/ops/api-keys'
import type { CredentialKind, ShownCredential } from '@/lib/ops/atlas-credentials'
import { madeAt } from '@/lib/ops/backup-shapes'
import type { Query } from '@/lib/ops/define'
import {
  listMcpConfigs,
  listMcpSecrets,
  listProjectMcpConfigs,
  listProjectMcpSecrets,
} from '@/lib/ops/mcp-configs'
import { listOrgApiKeys, rolesInOrg } from '@/lib/ops/org-api-keys'
import { lastUsed, type ServiceAccount } from '@/lib/ops/service-account-shapes'
import { listAccountProjects, listServiceAccounts } from '@/lib/ops/service-accounts'
import { readAtlas } from '../call-atlas'

export type Found = { id: string; shown: ShownCredential }

/** Concurrent reads of one credential each. */
const AT_ONCE = 4

/** Credentials whose details were read before, by id. */
export type Known = ReadonlyMap<string, ShownCredential>

type Reader = (orgId: string, connection: Connection, known: Known) => Promise<Found[]>

async function rowsOf<O extends z.ZodType<{ results: unknown[] }>>(
  op: Query<z.ZodObject, O>,
  input: Record<string, unknown>,
  connection: Connection,
): Promise<z.output<O>['results']> {
  // A cached list could be older than the time it is stored with.
  const options = { requestId: newId(), fresh: true }
  const { value } = await readAtlas(op as Query, input, connection, options)
  return op.output.parse(value.body).results
}

const iso = (text: string | null | undefined) => text ?? null
const earliest = (texts: ReadonlyArray<string | null | undefined>) =>
  texts.filter((one) => typeof one === 'string').toSorted()[0] ?? null

const keyShown = (key: ApiKey): ShownCredential => {
  const projects = Map.groupBy(
    (key.roles ?? []).filter(({ groupId, roleName }) => groupId && roleName),
    ({ groupId }) => groupId ?? '',
  )
  return {
    name: iso(key.desc),
    roles: rolesInOrg(key),
    inProjects: [...projects].map(([groupId, roles]) => ({
      groupId,
      roles: roles.flatMap(({ roleName }) => roleName ?? []),
    })),
    createdAt: iso(madeAt(key.id)),
    lastUsedAt: null,
    publicId: iso(key.publicKey),
  }
}

const accountShown = (account: ServiceAccount, inProjects: ShownCredential['inProjects']) => ({
  name: iso(account.name),
  roles: account.roles ?? [],
  inProjects,
  createdAt: iso(account.createdAt),
  lastUsedAt: iso(lastUsed(account)),
  publicId: account.clientId,
})

/** Reads one after the other, several at a time. What fails is undefined, because it only adds details. */
async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>) {
  const found: Array<R | undefined> = items.map(() => undefined)
  const line = items.entries()
  const worker = async () => {
    for (const [at, item] of line) found[at] = await work(item).catch(() => undefined)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return found
}

const accounts: Reader = async (orgId, connection, known) => {
  const all = await rowsOf(listServiceAccounts, { orgId, includeSystemManaged: true }, connection)
  const projects = await each(
    all,
    async ({ clientId }) =>
      known.get(clientId)?.inProjects ??
      (await rowsOf(listAccountProjects, { orgId, clientId }, connection)),
  )
  return all.map((account, at) => ({
    id: account.clientId,
    shown: accountShown(
      account,
      (projects[at] ?? []).map(({ groupId, roles }) => ({ groupId, roles: roles ?? [] })),
    ),
  }))
}

const mcp =
  (list: typeof listMcpConfigs | typeof listProjectMcpConfigs, secretsOf: Query) =>
  async (
    place: Record<string, string>,
    connection: Connection,
    known: Known = new Map(),
  ): Promise<Found[]> => {
    const all = await rowsOf(list as typeof listMcpConfigs, place, connection)
    const secrets = await each(all, async ({ mcpConfigId }) => {
      const seen = known.get(mcpConfigId)
      return seen
        ? [seen]
        : rowsOf(secretsOf as typeof listMcpSecrets, { ...place, mcpConfigId }, connection)
    })
    return all.map(({ mcpConfigId, mcpConfigName, clientId, roles }, at) => ({
      id: mcpConfigId,
      shown: {
        name: iso(mcpConfigName),
        roles: roles ?? [],
        inProjects: [],
        createdAt: earliest((secrets[at] ?? []).map((one) => one.createdAt)),
        lastUsedAt: iso(
          lastUsed({ secrets: (secrets[at] ?? []).map((one) => ({ id: '', ...one })) }),
        ),
        publicId: iso(clientId),
      },
    }))
  }

const orgMcp = mcp(listMcpConfigs, listMcpSecrets)
const projectMcp = mcp(listProjectMcpConfigs, listProjectMcpSecrets)

/** The credentials of each kind in an organization. @throws AtlasError, ZodError */
export const readers: Readonly<Record<CredentialKind, Reader>> = {
  'api-key': async (orgId, connection) =>
    (await rowsOf(listOrgApiKeys, { orgId }, connection)).map((key) => ({
      id: key.id,
      shown: keyShown(key),
    })),
  'service-account': accounts,
  'mcp-config': (orgId, connection, known) => orgMcp({ orgId }, connection, known),
}

/** The MCP configurations of a project. @throws AtlasError, ZodError */
export const readProjectMcp = (groupId: string, connection: Connection) =>
  projectMcp({ groupId }, connection)

import { z } from 'zod'
import type { Connection } from '@/lib/atlas/connection'
import { perProcess } from '@/lib/atlas/per-process'
import { newId } from '@/lib/format/id'
import { apiKey, listApiKeys } from '@/lib/ops/api-keys'
import { getOrgApiKey } from '@/lib/ops/org-api-keys'
import {
  type getCredentialUse,
  getSystemStatus,
  type OwnCredentials,
} from '@/lib/ops/own-credential'
import {
  type getSecretInUse,
  getServiceAccount,
  listServiceAccounts,
} from '@/lib/ops/service-accounts'
import { page } from '@/lib/ops/shapes'
import { atlasCall, readAtlas } from './call-atlas'
import { configuration } from './configuration'
import type { Place } from './decide'
import { connectionsWith } from './directory'
import { atMost } from './first-found'

/** Longest wait for Atlas to name the API key of a connection, in ms. */
const PATIENCE_MS = 1_500

const settingsOf = (name: string) =>
  configuration().connections.find((one) => one.name === name)?.credentials

// A connection keeps its credential while this process runs.
const keysSeen = perProcess(
  'gatehouseKeysSeen',
  () => new Map<string, { id: string | null; publicKey: string | null }>(),
)

const urgent = () => ({ requestId: newId(), priority: true })

/** Remembers the API key that Atlas sees. Never throws: the configured credential is known anyway. */
async function askForKey(connection: Connection): Promise<void> {
  if (keysSeen().get(connection.name)?.id) return
  const seen = readAtlas(getSystemStatus, {}, connection, urgent()).then(({ value }) => {
    const { id, publicKey } = getSystemStatus.output.safeParse(value.body).data?.apiKey ?? {}
    keysSeen().set(connection.name, { id: id ?? null, publicKey: publicKey ?? null })
  })
  await atMost(seen, PATIENCE_MS)
}

/** The connections that show the organization of a place, after Atlas was asked for their keys. */
async function asked(place: Place): Promise<string[]> {
  const all = new Set([place.connection, ...connectionsWith(place.orgId)])
  await Promise.all([...all].map(askForKey))
  return [...all].map(({ name }) => name)
}

/** `connections.credential`: what every connection uses that shows the organization of a place. */
export async function ownCredential(place: Place): Promise<OwnCredentials> {
  const mine = (await asked(place)).map((name) => ({
    settings: settingsOf(name),
    seen: keysSeen().get(name),
  }))
  const some = <T>(values: ReadonlyArray<T | null | undefined>) =>
    values.filter((one) => one != null)
  return {
    clientIds: some(
      mine.map(({ settings: s }) => (s?.kind === 'service-account' ? s.clientId : null)),
    ),
    publicKeys: some(
      mine.flatMap(({ settings: s, seen }) => [
        s?.kind === 'api-key' ? s.publicKey : null,
        seen?.publicKey,
      ]),
    ),
    apiKeyIds: some(mine.map(({ seen }) => seen?.id)),
  }
}

/** `connections.use`. Of all connections: the organizations of one that fails are not known. */
export async function credentialUse(
  i: z.output<typeof getCredentialUse.input>,
  place: Place,
): Promise<z.output<typeof getCredentialUse.output>> {
  const { clientId, apiUserId } = i
  if (clientId === undefined)
    return { byGatehouse: await isOwnKey(i, apiUserId, place), byAtlas: false }
  const byGatehouse = configuration().connections.some(
    ({ credentials: c }) => c.kind === 'service-account' && c.clientId === clientId,
  )
  return { byGatehouse, byAtlas: !byGatehouse && (await isManaged(clientId, place)) }
}

/** Whether a connection uses an API key. Null: neither its id nor its public key could be read. */
async function isOwnKey(
  { groupId, orgId }: z.output<typeof getCredentialUse.input>,
  apiUserId: string | undefined,
  place: Place,
): Promise<boolean | null> {
  await asked(place)
  if ([...keysSeen().values()].some(({ id }) => id === apiUserId)) return true
  const unseen = configuration().connections.flatMap(({ name, credentials: c }) =>
    c.kind === 'api-key' && !keysSeen().get(name)?.id ? c.publicKey : [],
  )
  if (unseen.length === 0) return false
  const read = groupId
    ? readAtlas(listApiKeys, { groupId }, place.connection, urgent())
    : readAtlas(getOrgApiKey, { orgId, apiUserId }, place.connection, urgent())
  const body = await read.then(
    ({ value }) => value.body,
    () => undefined,
  )
  const keys = page(apiKey).safeParse(body).data?.results ?? [apiKey.safeParse(body).data]
  const publicKey = keys.find((key) => key?.id === apiUserId)?.publicKey
  return publicKey ? unseen.includes(publicKey) : null
}

/** Whether Atlas manages a service account: only one of its lists has it. An unread list counts as no. */
async function isManaged(clientId: string, { orgId, connection }: Place): Promise<boolean> {
  const isIn = async (input: z.output<typeof listServiceAccounts.input>) => {
    const { value } = await readAtlas(listServiceAccounts, input, connection, urgent())
    return page(z.looseObject({ clientId: z.string() }))
      .parse(value.body)
      .results.some((one) => one.clientId === clientId)
  }
  try {
    return !(await isIn({ orgId })) && (await isIn({ orgId, includeSystemManaged: true }))
  } catch {
    return false
  }
}

const masked = z.looseObject({
  secrets: z.array(
    z.looseObject({ id: z.string(), maskedSecretValue: z.string().nullish().catch(null) }),
  ),
})

/** Whether a masked text such as `mdb_sa_sk_****abcd` is that of a secret. */
function isMaskOf(masked: string, secret: string): boolean {
  const [head = '', ...rest] = masked.split(/[*•.…]+/)
  const tail = rest.at(-1) ?? ''
  return tail.length >= 3 && secret.startsWith(head) && secret.endsWith(tail)
}

/** `serviceAccounts.secretInUse` @throws AtlasError */
export async function secretInUse(
  { orgId, clientId }: z.output<typeof getSecretInUse.input>,
  place: Place,
): Promise<z.output<typeof getSecretInUse.output>> {
  const used = configuration().connections.flatMap(({ credentials: c }) =>
    c.kind === 'service-account' && c.clientId === clientId ? c.clientSecret : [],
  )
  if (used.length === 0) return { isOwn: false, secretId: null }
  // Not through the cache, which never holds the masked secrets.
  const call = atlasCall(getServiceAccount, { orgId, clientId }, undefined, newId())
  const { body } = await place.connection.call(call)
  const secrets = masked.safeParse(body).data?.secrets ?? []
  // Two connections can use the account with a secret each: then neither is known to be unused.
  const ids = new Set(
    used.map((secret) => {
      const found = secrets.filter((s) => isMaskOf(s.maskedSecretValue ?? '', secret))
      return found.length === 1 ? found[0]?.id : undefined
    }),
  )
  return { isOwn: true, secretId: (ids.size === 1 && [...ids][0]) || null }
}

import { z } from 'zod'
import { newId } from '@/lib/format/id'
import { getSystemStatus, type OwnCredentials } from '@/lib/ops/own-credential'
import { type getSecretInUse, getServiceAccount } from '@/lib/ops/service-accounts'
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
const keysSeen = new Map<string, { id: string | null; publicKey: string | null }>()

/** Remembers the API key that Atlas sees. Never throws: the configured credential is known anyway. */
async function askForKey({ connection }: Place): Promise<void> {
  const work = readAtlas(getSystemStatus, {}, connection, { requestId: newId(), priority: true })
  const seen = work.then(({ value }) => {
    const { id, publicKey } = getSystemStatus.output.safeParse(value.body).data?.apiKey ?? {}
    keysSeen.set(connection.name, { id: id ?? null, publicKey: publicKey ?? null })
  })
  if (!keysSeen.has(connection.name)) await atMost(seen, PATIENCE_MS)
}

/** `connections.credential`: what every connection uses that shows the organization of a place. */
export async function ownCredential(place: Place): Promise<OwnCredentials> {
  await askForKey(place)
  const names = [place.connection, ...connectionsWith(place.orgId)].map(({ name }) => name)
  const mine = [...new Set(names)].map((name) => ({
    settings: settingsOf(name),
    seen: keysSeen.get(name),
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
  const used = connectionsWith(orgId)
    .concat(place.connection)
    .flatMap(({ name }) => {
      const settings = settingsOf(name)
      const isIt = settings?.kind === 'service-account' && settings.clientId === clientId
      return isIt ? settings.clientSecret : []
    })
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

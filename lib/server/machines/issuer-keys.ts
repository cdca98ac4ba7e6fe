import { createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose'
import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { wellKnown } from '../provider'
import { answerOf } from '../provider-http'
import { keysIn } from '../provider-keys'
import { safeAddress, type WorkloadIssuer } from './workload-schema'

const FRESH_MS = 600_000
/** Keys of an issuer that does not answer count this long. */
const KEEP_MS = 3_600_000
/** Between two reads for a key that is not known, and after a failure. */
const PAUSE_MS = 15_000
const TIMEOUT_MS = 8_000

type Kept = {
  keys?: JWTVerifyGetKey
  readAt: number
  triedAt: number
  failure?: unknown
  loading?: Promise<void> | undefined
}
const kept = perProcess('gatehouseIssuerKeys', () => new Map<string, Kept>())

const discovery = z.looseObject({ issuer: z.string(), jwks_uri: safeAddress })

/** The keys of an issuer can't be read. */
export class KeysUnread extends Error {
  override name = 'KeysUnread'
}

/**
 * The keys with which an issuer signs. They are read at most every 10 minutes, and each issuer apart, so that one that hangs
 * does not delay another. With `again`, they are read again for a key that is not among them.
 * @throws KeysUnread
 */
export async function keysOf(
  issuer: WorkloadIssuer,
  { again = false } = {},
): Promise<JWTVerifyGetKey> {
  const id = `${issuer.issuer} ${issuer.jwksUri ?? ''}`
  const known = kept().get(id) ?? { readAt: 0, triedAt: 0 }
  kept().set(id, known)
  const now = Date.now()
  const isFresh = known.keys !== undefined && now - known.readAt < FRESH_MS && !again
  if (!isFresh && (known.loading || now - known.triedAt > PAUSE_MS)) {
    known.loading ??= load(issuer, known).finally(() => {
      known.loading = undefined
    })
    await known.loading
  }
  if (known.keys && now - known.readAt < KEEP_MS) return known.keys
  throw new KeysUnread(`The keys of ${issuer.issuer} can’t be read.`, { cause: known.failure })
}

async function load(issuer: WorkloadIssuer, known: Kept): Promise<void> {
  known.triedAt = Date.now()
  try {
    known.keys = createLocalJWKSet({ keys: await within(TIMEOUT_MS, keySetOf(issuer)) })
    known.readAt = Date.now()
  } catch (error) {
    known.failure = error
  }
}

async function keySetOf(issuer: WorkloadIssuer): Promise<JWK[]> {
  const keys = keysIn(await answerOf(issuer.jwksUri ?? (await discovered(issuer))))
  if (!keys) throw new Error('It is not a JSON Web Key Set.')
  return keys
}

/** An issuer that sends a byte now and then would never time out. */
const within = async <T>(ms: number, work: Promise<T>): Promise<T> => {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error('It does not answer in time.')), ms)
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer))
}

/** OpenID Connect Discovery 4.3: a document of another issuer must not be used. */
async function discovered({ issuer }: WorkloadIssuer): Promise<string> {
  const found = discovery.parse(JSON.parse(await answerOf(wellKnown(issuer))))
  if (found.issuer !== issuer)
    throw new Error(`The discovery document names ${found.issuer.slice(0, 300)}.`)
  return found.jwks_uri
}

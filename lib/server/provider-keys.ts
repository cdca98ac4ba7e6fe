import { compactVerify, createLocalJWKSet, errors, type JWK, type KeyLike } from 'jose'
import { perProcess } from '@/lib/atlas/per-process'
import { isObject } from '@/lib/format/values'
import { configuration } from './configuration'
import { answerOf, json, reasonOf } from './provider-http'
import { SignInRefused } from './sign-in-errors'
import { isSupported } from './sign-in-schema'

/** Public keys of a key set (RFC 7517 5: what a reader does not understand is ignored). Undefined: not a key set. */
export function keysIn(text: string): JWK[] | undefined {
  const set = json(text)
  if (!isObject(set) || !Array.isArray(set.keys)) return undefined
  return set.keys.filter((key) => isObject(key) && typeof key.kty === 'string')
}

/** Whether a text is a signed or encrypted token in compact form. */
export const isCompact = (text: string): boolean => /^[\w-]+(?:\.[\w-]*){2,4}$/.test(text.trim())

/**
 * The payload of a token that the provider signed. `algorithm` is the only one accepted; by default, any but HMAC.
 * `keepMs`: how old the keys may be, for tokens that anyone can send.
 * @throws SignInRefused `keys-unreadable`; JOSEError for a token that is not valid
 */
export async function verifiedPayload(
  token: string,
  { jwksUri, algorithm, keepMs = 0 }: { jwksUri: string; algorithm?: string; keepMs?: number },
): Promise<string> {
  const secret = new TextEncoder().encode(configuration().signIn.clientSecret)
  const options = algorithm === undefined ? {} : { algorithms: [algorithm] }
  const { payload } = algorithm?.startsWith('HS')
    ? await compactVerify(token, secret, options)
    : await verified(token, await keysAt(jwksUri, keepMs), options).catch((cause: unknown) => {
        // Node.js refuses keys that are too short or incomplete, and jose private ones.
        const isKey = cause instanceof errors.JWKSInvalid || !(cause instanceof errors.JOSEError)
        if (!isKey || !(cause instanceof Error)) throw cause
        throw unreadable(jwksUri, `its key can’t be used: ${cause.message}`, cause)
      })
  return new TextDecoder().decode(payload)
}

type Kept = { keys: Promise<JWK[]>; at: number }
const kept = perProcess('gatehouseProviderKeys', () => new Map<string, Kept>())

function keysAt(jwksUri: string, keepMs: number): Promise<JWK[]> {
  const known = kept().get(jwksUri)
  if (known && Date.now() - known.at < keepMs) return known.keys
  const keys = readKeys(jwksUri)
  kept().set(jwksUri, { keys, at: Date.now() })
  return keys
}

async function readKeys(jwksUri: string): Promise<JWK[]> {
  const text = await answerOf(jwksUri).catch((cause) => {
    throw unreadable(jwksUri, reasonOf(cause), cause)
  })
  const keys = keysIn(text)
  if (keys) return keys
  throw unreadable(jwksUri, 'not a JSON Web Key Set')
}

const unreadable = (jwksUri: string, why: string, cause?: unknown) =>
  new SignInRefused('keys-unreadable', { detail: `${jwksUri}: ${why}.`, cause })

/** Without a `kid` in the token or the key, several keys can fit. */
async function verified(token: string, keys: JWK[], options: { algorithms?: string[] }) {
  try {
    return await compactVerify(
      token,
      ({ kid, ...header }) => {
        if (!isSupported(header.alg))
          throw new errors.JOSEAlgNotAllowed(`the algorithm ${header.alg} is not accepted`)
        const named = keys.filter((key) => !kid || !key.kid || key.kid === kid)
        return createLocalJWKSet({ keys: named })(header)
      },
      options,
    )
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error as AsyncIterable<KeyLike>) {
      const found = await compactVerify(token, key, options).catch(() => undefined)
      if (found) return found
    }
    throw new errors.JWKSNoMatchingKey('none of several keys signed it')
  }
}

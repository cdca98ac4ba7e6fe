import { compactVerify, createLocalJWKSet, type JWK } from 'jose'
import { isObject } from '@/lib/format/values'
import { answerOf, json } from './provider-http'
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
 * The payload of a token that a key of this set signed, by any algorithm but HMAC.
 * @throws JOSEError for a token that is not valid, Error when the keys can't be read
 */
export async function verifiedPayload(token: string, jwksUri: string): Promise<string> {
  const keys = keysIn(await answerOf(jwksUri))
  if (!keys) throw new Error(`${jwksUri} is not a JSON Web Key Set`)
  const keyOf = createLocalJWKSet({ keys })
  const { payload } = await compactVerify(token.trim(), (header) => {
    if (!isSupported(header.alg)) throw new Error(`the algorithm ${header.alg} is not accepted`)
    return keyOf(header)
  })
  return new TextDecoder().decode(payload)
}

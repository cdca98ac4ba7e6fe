import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { configuration } from './configuration'
import { clientMetadata, providerMetadata } from './provider'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Maximum age of a token, and tolerated clock difference. */
const OLDEST_SECONDS = 10 * 60
const TOLERATED_SECONDS = 5 * 60

const claims = z
  .looseObject({
    iss: z.string(),
    iat: z.number(),
    jti: z.string().min(1).max(500),
    sub: z.string().min(1).optional(),
    sid: z.string().min(1).optional(),
    events: z.looseObject({ [EVENT]: z.record(z.string(), z.unknown()) }),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined, 'names neither sub nor sid')
  .refine((token) => !('nonce' in token), 'has a nonce, so it may be an ID token')

export type Logout = {
  iss: string
  jti: string
  sub?: string | undefined
  sid?: string | undefined
}

/** A rejected logout token. The message says why, without the token's content. */
export class LogoutTokenRefused extends Error {
  override name = 'LogoutTokenRefused'
}

const keySets = perProcess(
  'gatehouseLogoutKeys',
  () => new Map<string, ReturnType<typeof createRemoteJWKSet>>(),
)

/**
 * The sessions that a logout token ends (OpenID Connect Back-Channel Logout 1.0, 2.6). Verifies its signature, issuer,
 * audience, age and event; the caller checks whether it was used before.
 * @throws LogoutTokenRefused, or another error when the provider or its keys can't be read
 */
export async function verifiedLogout(token: string): Promise<Logout> {
  const { signIn } = configuration()
  const found = await providerMetadata()
  const { id_token_signed_response_alg: algorithm = 'RS256' } = clientMetadata(found)
  let payload: JWTPayload
  try {
    const verified = await jwtVerify(token, keyFor(found.jwks_uri, algorithm), {
      issuer: signIn.issuer,
      audience: signIn.clientId,
      algorithms: [algorithm],
      maxTokenAge: OLDEST_SECONDS,
      clockTolerance: TOLERATED_SECONDS,
    })
    payload = verified.payload
  } catch (cause) {
    if (isUnread(cause)) throw cause
    const why = cause instanceof Error ? cause.message : 'it is not a token'
    throw new LogoutTokenRefused(`The logout token was not accepted: ${why}.`, { cause })
  }
  const read = claims.safeParse(payload)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new LogoutTokenRefused(
    `The logout token was not accepted: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  )
}

/** The keys could not be read, so the token could not be checked. The provider should send it again. */
const isUnread = (cause: unknown) =>
  !(cause instanceof errors.JOSEError) ||
  ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(cause.code)

function keyFor(jwksUri: string, algorithm: string): JWTVerifyGetKey {
  if (algorithm.startsWith('HS')) {
    const secret = new TextEncoder().encode(configuration().signIn.clientSecret)
    return async () => secret
  }
  let keys = keySets().get(jwksUri)
  if (!keys) {
    keys = createRemoteJWKSet(new URL(jwksUri))
    keySets().set(jwksUri, keys)
  }
  return keys
}

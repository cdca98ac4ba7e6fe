import { errors, type JWTPayload, UnsecuredJWT } from 'jose'
import { z } from 'zod'
import { claimsIn } from './claims'
import { configuration } from './configuration'
import { clientMetadata, providerMetadata } from './provider'
import { verifiedPayload } from './provider-keys'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Maximum age of a token, and tolerated clock difference. */
const OLDEST_SECONDS = 10 * 60
const TOLERATED_SECONDS = 5 * 60
/** Anyone can send a token, and must not make Gatehouse read the provider's keys each time. */
const KEEP_KEYS_MS = 5_000

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
    const about = { jwksUri: found.jwks_uri, algorithm, keepMs: KEEP_KEYS_MS }
    const signed = claimsIn(await verifiedPayload(token, about)) ?? {}
    // Rebuilt without signature, because null must count as absent.
    const verified = UnsecuredJWT.decode(new UnsecuredJWT(signed).encode(), {
      issuer: signIn.issuer,
      audience: signIn.clientId,
      maxTokenAge: OLDEST_SECONDS,
      clockTolerance: TOLERATED_SECONDS,
    })
    payload = verified.payload
  } catch (cause) {
    // The keys could not be read, so the provider should send the token again.
    if (!(cause instanceof errors.JOSEError)) throw cause
    throw new LogoutTokenRefused(`The logout token was not accepted: ${cause.message}.`, { cause })
  }
  const read = claims.safeParse(payload)
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new LogoutTokenRefused(
    `The logout token was not accepted: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}.`,
  )
}

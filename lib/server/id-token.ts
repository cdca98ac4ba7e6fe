import { createHash } from 'node:crypto'
import { decodeProtectedHeader, errors, UnsecuredJWT } from 'jose'
import { claimsIn } from './claims'
import { configuration } from './configuration'
import { clientMetadata, type ProviderMetadata } from './provider'
import { verifiedPayload } from './provider-keys'
import { SignInRefused } from './sign-in-errors'
import { isSupported } from './sign-in-schema'
import { SKEW_SECONDS } from './step-up'

type Claims = Record<string, unknown>

/**
 * The claims of an ID token, without those that are null. Verifies signature, issuer, audience, times and nonce (OpenID
 * Connect Core 3.1.3.7).
 * @throws SignInRefused
 */
export async function idTokenClaims(
  token: string,
  {
    found,
    nonce,
    accessToken,
  }: { found: ProviderMetadata; nonce: string; accessToken?: string | undefined },
): Promise<Claims> {
  if (token.split('.').length === 5) throw new SignInRefused('id-token-encrypted')
  const { id_token_signed_response_alg: algorithm } = clientMetadata(found)
  checkAlgorithm(token, algorithm)
  // Before the signature: the keys of another issuer would only be unknown.
  checkIssuer(claimsOf(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()), found)
  const { jwks_uri: jwksUri } = found
  const payload = await verifiedPayload(token, { jwksUri, algorithm }).catch((cause) => {
    if (!(cause instanceof errors.JOSEError)) throw cause
    const isUnknown = cause instanceof errors.JWKSNoMatchingKey
    const detail = isUnknown ? `${jwksUri} contains no key that fits.` : `${cause.message}.`
    throw new SignInRefused(isUnknown ? 'key-unknown' : 'id-token-invalid', { detail, cause })
  })
  const claims = claimsOf(payload)
  checkIssuer(claims, found)
  checkRegistered(claims)
  checkAuthorizedParty(claims)
  if (claims.nonce !== nonce) throw new SignInRefused('nonce-mismatch')
  checkAccessToken(claims.at_hash, algorithm, accessToken)
  return claims
}

function checkAlgorithm(token: string, expected: string): void {
  let alg: unknown
  try {
    alg = decodeProtectedHeader(token).alg
  } catch {
    // Not a token at all.
  }
  if (typeof alg !== 'string')
    throw new SignInRefused('id-token-invalid', { detail: 'It is not a JSON Web Token.' })
  if (alg === expected) return
  const isKnown = isSupported(alg) || alg.startsWith('HS')
  throw new SignInRefused(isKnown ? 'wrong-algorithm' : 'algorithm-unsupported', {
    detail: `The ID token is signed with ${alg.slice(0, 20)}; ${expected} is expected.`,
  })
}

function claimsOf(payload: string): Claims {
  const claims = claimsIn(payload)
  if (claims) return claims
  throw new SignInRefused('id-token-invalid', { detail: 'Its claims are not a JSON object.' })
}

function checkIssuer({ iss }: Claims, { issuer }: ProviderMetadata): void {
  if (iss !== issuer)
    throw new SignInRefused('issuer-mismatch', {
      detail: `The ID token names ${iss === undefined ? 'no issuer' : `the issuer ${String(iss).slice(0, 300)}`}; signIn.issuer is ${issuer}.`,
    })
}

/** Audience and times. The token is rebuilt without signature, because null must count as absent. */
function checkRegistered(claims: Claims): void {
  try {
    UnsecuredJWT.decode(new UnsecuredJWT(claims).encode(), {
      audience: configuration().signIn.clientId,
      clockTolerance: SKEW_SECONDS,
      requiredClaims: ['sub', 'iat', 'exp'],
    })
  } catch (cause) {
    const failed = cause instanceof errors.JWTExpired ? cause : undefined
    const claim = failed ?? (cause instanceof errors.JWTClaimValidationFailed ? cause : undefined)
    if (!claim) throw cause
    const about = { detail: `${claim.message}: ${shown(claims[claim.claim])}.`, cause }
    if (claim.claim === 'aud') throw new SignInRefused('wrong-audience', about)
    if (claim.claim === 'sub') throw new SignInRefused('subject-unusable', about)
    throw new SignInRefused(claim.reason === 'check_failed' ? 'clock' : 'id-token-invalid', about)
  }
}

const shown = (value: unknown) =>
  value === undefined ? 'missing' : JSON.stringify(value).slice(0, 300)

/** OpenID Connect Core 2: which client the token is for, if for several. */
function checkAuthorizedParty({ aud, azp }: Claims): void {
  const { clientId } = configuration().signIn
  if (azp === clientId || (azp === undefined && [aud].flat().length === 1)) return
  throw new SignInRefused('wrong-audience', {
    detail: `azp is ${shown(azp)}; the client is ${clientId}.`,
  })
}

/** OpenID Connect Core 3.1.3.6. EdDSA has no hash by its name. */
function checkAccessToken(hash: unknown, algorithm: string, token: string | undefined): void {
  const [bits] = /\d+$/.exec(algorithm) ?? []
  if (hash === undefined || token === undefined || !bits) return
  const digest = createHash(`sha${bits}`).update(token).digest()
  if (digest.subarray(0, digest.length / 2).toString('base64url') !== hash)
    throw new SignInRefused('id-token-invalid', {
      detail: 'The claim at_hash is of another access token.',
    })
}

import { z } from 'zod'
import type { ProviderMetadata } from './provider'
import { SignInRefused } from './sign-in-errors'
import { isSupported } from './sign-in-schema'

// The contents of openid-client's errors. `response` is the provider's response, `jwt` the rejected token.
const failure = z.looseObject({
  name: z.string(),
  message: z.string(),
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  jwt: z.string().optional().catch(undefined),
  now: z.number().optional().catch(undefined),
  port: z.number().optional().catch(undefined),
  hostname: z.string().optional().catch(undefined),
})

const answered = z.object({
  response: z.object({
    statusCode: z.number(),
    req: z.object({ path: z.string() }),
  }),
})

/** Why a code could not be exchanged, or an ID token was rejected. */
export function refusalOf(
  cause: unknown,
  found: Pick<ProviderMetadata, 'issuer' | 'token_endpoint' | 'jwks_uri'>,
  algorithm: string | undefined,
): SignInRefused {
  const { data: error } = failure.safeParse(cause)
  if (!error) return new SignInRefused('failed', { cause })
  if (error.jwt) return ofToken(error.jwt, error, found.issuer, algorithm, cause)
  const ofKeys = (why: string) =>
    new SignInRefused('keys-unreadable', { detail: `${found.jwks_uri}: ${why}.`, cause })
  // Not enumerable there.
  const { data } = answered.safeParse({ response: responseOf(cause) })
  if (data) {
    const { statusCode, req } = data.response
    const { jwks_uri } = found
    if (req.path.startsWith(new URL(jwks_uri).pathname) && jwks_uri !== found.token_endpoint)
      return ofKeys(`HTTP status ${statusCode}`)
    const isWord = error.error !== undefined && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(error.error)
    if (!isWord)
      return new SignInRefused(statusCode === 401 ? 'client-refused' : 'token-refused', {
        detail: `The token endpoint answered with HTTP status ${statusCode}${statusCode === 200 ? ' and no JSON' : ''}.`,
        cause,
      })
  }
  if (error.error) {
    const provider = { error: error.error, ...describedBy(error.error_description) }
    const isClient = /^(?:invalid_client|unauthorized_client)$/.test(error.error)
    return new SignInRefused(isClient ? 'client-refused' : 'token-refused', { provider, cause })
  }
  if (error.name === 'TypeError' && error.message.includes('id_token'))
    return new SignInRefused('id-token-missing', { cause })
  if (error.name === 'TypeError' && error.message.startsWith('jwks'))
    return ofKeys('not a JSON Web Key Set')
  if (error.message.startsWith('no valid key'))
    return new SignInRefused('key-unknown', {
      detail: `${found.jwks_uri}: ${error.message}`,
      cause,
    })
  if (error.message.startsWith('nonce mismatch'))
    // The library's message quotes the nonce.
    return new SignInRefused('nonce-mismatch')
  if (error.code && isAbout(error, found.jwks_uri) && !isAbout(error, found.token_endpoint))
    return ofKeys(error.code)
  if (error.code || error.message.includes('timed out'))
    return new SignInRefused('token-unreachable', {
      detail: `${error.code ?? 'No answer in time'}: ${new URL(found.token_endpoint).origin}`,
      cause,
    })
  return new SignInRefused('id-token-invalid', { detail: firstLine(error.message), cause })
}

/** Some messages of the library end with a comparison. */
const firstLine = (message: string) => message.split('\n', 1)[0] ?? ''

/** Whether the failed connection was to the server of this URL. */
function isAbout({ port, hostname }: z.output<typeof failure>, address: string): boolean {
  const url = new URL(address)
  const own = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  return (port === undefined || port === own) && (!hostname || hostname === url.hostname)
}

const describedBy = (description: string | undefined) => (description ? { description } : {})

const responseOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'response' in cause ? cause.response : undefined

const part = z.looseObject({ alg: z.string().optional(), iss: z.unknown().optional() })

function ofToken(
  jwt: string,
  error: z.output<typeof failure>,
  issuer: string,
  algorithm: string | undefined,
  cause: unknown,
): SignInRefused {
  const parts = jwt.split('.')
  if (parts.length === 5) return new SignInRefused('id-token-encrypted', { cause })
  const [header, payload] = parts.map(decoded)
  if (header?.alg && header.alg !== algorithm)
    return new SignInRefused(isKnown(header.alg) ? 'wrong-algorithm' : 'algorithm-unsupported', {
      detail: `The ID token is signed with ${header.alg.slice(0, 20)}; ${algorithm} is expected.`,
      cause,
    })
  if (payload && payload.iss !== issuer)
    return new SignInRefused('issuer-mismatch', {
      detail: `The ID token names ${payload.iss === undefined ? 'no issuer' : `the issuer ${String(payload.iss).slice(0, 300)}`}; signIn.issuer is ${issuer}.`,
      cause,
    })
  if (error.message.startsWith('nonce mismatch')) return new SignInRefused('nonce-mismatch')
  if (/property sub$/.test(error.message))
    return new SignInRefused('subject-unusable', { detail: 'sub is missing.', cause })
  if (/^(?:aud|azp) |property (?:aud|azp)$/.test(error.message))
    return new SignInRefused('wrong-audience', { detail: firstLine(error.message), cause })
  if (error.message.startsWith('no valid key'))
    return new SignInRefused('key-unknown', { detail: firstLine(error.message), cause })
  return new SignInRefused(error.now === undefined ? 'id-token-invalid' : 'clock', {
    detail: firstLine(error.message),
    cause,
  })
}

const isKnown = (algorithm: string) => isSupported(algorithm) || algorithm.startsWith('HS')

function decoded(text: string): z.output<typeof part> | undefined {
  try {
    return part.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    return undefined
  }
}

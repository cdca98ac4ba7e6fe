import { z } from 'zod'
import type { ProviderMetadata } from './provider'
import { SignInRefused } from './sign-in-errors'

// openid-client's errors by what they carry. `response` is the provider's answer, `jwt` the token that did not pass.
const failure = z.looseObject({
  name: z.string(),
  message: z.string(),
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  jwt: z.string().optional().catch(undefined),
  now: z.number().optional().catch(undefined),
})

const answered = z.object({
  response: z.object({
    statusCode: z.number(),
    req: z.object({ path: z.string() }),
  }),
})

/** Why a code could not be exchanged, or an ID token did not pass, as a refusal with its own sentence. */
export function refusalOf(
  cause: unknown,
  found: Pick<ProviderMetadata, 'issuer' | 'token_endpoint' | 'jwks_uri'>,
  algorithm: string | undefined,
): SignInRefused {
  const { data: error } = failure.safeParse(cause)
  if (!error) return new SignInRefused('failed', { cause })
  if (error.jwt) return ofToken(error.jwt, error, found.issuer, algorithm, cause)
  // Not enumerable there.
  const { data } = answered.safeParse({ response: responseOf(cause) })
  if (data) {
    const { statusCode, req } = data.response
    const { jwks_uri } = found
    if (req.path.startsWith(new URL(jwks_uri).pathname) && jwks_uri !== found.token_endpoint)
      return new SignInRefused('id-token-invalid', {
        detail: `The keys at ${jwks_uri} could not be read: HTTP status ${statusCode}.`,
        cause,
      })
    const isWord = error.error !== undefined && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(error.error)
    if (!isWord)
      return new SignInRefused('token-refused', {
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
  if (error.code || error.message.includes('timed out'))
    return new SignInRefused('token-unreachable', {
      detail: `${error.code ?? 'No answer in time'}: ${new URL(found.token_endpoint).origin}`,
      cause,
    })
  return new SignInRefused('id-token-invalid', { detail: error.message, cause })
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
  const [header, payload] = jwt.split('.').map(decoded)
  if (header?.alg && header.alg !== algorithm)
    return new SignInRefused('wrong-algorithm', {
      detail: `The ID token is signed with ${header.alg.slice(0, 20)}; ${algorithm} is expected.`,
      cause,
    })
  if (payload && payload.iss !== issuer)
    return new SignInRefused('issuer-mismatch', {
      detail: `The ID token names the issuer ${String(payload.iss).slice(0, 300)}; signIn.issuer is ${issuer}.`,
      cause,
    })
  return new SignInRefused(error.now === undefined ? 'id-token-invalid' : 'clock', {
    detail: error.message,
    cause,
  })
}

function decoded(text: string): z.output<typeof part> | undefined {
  try {
    return part.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch {
    return undefined
  }
}

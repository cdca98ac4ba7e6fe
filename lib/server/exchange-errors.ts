import { z } from 'zod'
import { decoded } from '@/lib/atlas/decode'
import { isObject } from '@/lib/format/values'
import type { ProviderMetadata } from './provider'
import { SignInRefused } from './sign-in-errors'

// The contents of openid-client's errors. `response` is the provider's response.
const failure = z.looseObject({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
})

const answered = z.object({
  statusCode: z.number(),
  headers: z.object({ 'content-encoding': z.string().optional() }),
  body: z.unknown().optional(),
})

const tokens = z.looseObject({ id_token: z.string(), access_token: z.string().optional() })

/** Tokens and errors are small. */
const MOST_BYTES = 1_000_000

/** The JSON object in a response that openid-client could not read: encoded, or with a byte order mark. */
function objectIn({
  body,
  headers,
}: z.output<typeof answered>): Record<string, unknown> | undefined {
  if (!Buffer.isBuffer(body)) return isObject(body) ? body : undefined
  try {
    const read: unknown = JSON.parse(decoded(body, headers['content-encoding'], MOST_BYTES))
    return isObject(read) ? read : undefined
  } catch {
    return undefined
  }
}

/** The tokens in a successful response that openid-client refused, such as an encoded one or a 201. */
export function tokensIn(cause: unknown): z.output<typeof tokens> | undefined {
  const { data: answer } = answered.safeParse(responseOf(cause))
  const isSuccess = answer && answer.statusCode >= 200 && answer.statusCode < 300
  return isSuccess ? tokens.safeParse(objectIn(answer)).data : undefined
}

/** The texts in tokens. A successful answer can contain an error instead. @throws SignInRefused */
export function usableTokens(tokens: Record<string, unknown>) {
  const { id_token: idToken, access_token: accessToken, error, error_description } = tokens
  if (typeof idToken === 'string')
    return { idToken, accessToken: typeof accessToken === 'string' ? accessToken : undefined }
  throw typeof error === 'string'
    ? refusalOf({ message: error, error, error_description }, { token_endpoint: '' })
    : new SignInRefused('id-token-missing')
}

/** Why a code could not be exchanged. */
export function refusalOf(
  cause: unknown,
  { token_endpoint }: Pick<ProviderMetadata, 'token_endpoint'>,
): SignInRefused {
  const { data: thrown } = failure.safeParse(cause)
  if (!thrown) return new SignInRefused('failed', { cause })
  const { data: answer } = answered.safeParse(responseOf(cause))
  const { error: code, error_description } = (answer && objectIn(answer)) ?? thrown
  const error = failure.parse({ ...thrown, error: code, error_description })
  // RFC 6749 5.2.
  if (error.error && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(error.error)) {
    const provider = { error: error.error, ...describedBy(error.error_description) }
    const isClient = /^(?:invalid_client|unauthorized_client)$/.test(error.error)
    return new SignInRefused(isClient ? 'client-refused' : 'token-refused', { provider, cause })
  }
  if (answer) {
    const { statusCode } = answer
    return new SignInRefused(statusCode === 401 ? 'client-refused' : 'token-refused', {
      detail: `The token endpoint answered with HTTP status ${statusCode}${statusCode === 200 ? ' and no JSON' : ''}.`,
      cause,
    })
  }
  return new SignInRefused('token-unreachable', {
    detail: `${error.code ?? error.message.split('\n', 1)[0]}: ${new URL(token_endpoint).origin}`,
    cause,
  })
}

const describedBy = (description: string | undefined) => (description ? { description } : {})

/** It is not enumerable there. */
const responseOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'response' in cause ? cause.response : undefined

import { z } from 'zod'
import type { ProviderMetadata } from './provider'
import { SignInRefused } from './sign-in-errors'

// The contents of openid-client's errors. `response` is the provider's response.
const failure = z.looseObject({
  message: z.string(),
  code: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
})

const answered = z.object({ statusCode: z.number() })

/** Why a code could not be exchanged. */
export function refusalOf(
  cause: unknown,
  { token_endpoint }: Pick<ProviderMetadata, 'token_endpoint'>,
): SignInRefused {
  const { data: error } = failure.safeParse(cause)
  if (!error) return new SignInRefused('failed', { cause })
  // RFC 6749 5.2.
  if (error.error && /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(error.error)) {
    const provider = { error: error.error, ...describedBy(error.error_description) }
    const isClient = /^(?:invalid_client|unauthorized_client)$/.test(error.error)
    return new SignInRefused(isClient ? 'client-refused' : 'token-refused', { provider, cause })
  }
  const { data: answer } = answered.safeParse(responseOf(cause))
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

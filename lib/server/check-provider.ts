import { configuration } from './configuration'
import { log } from './log'
import { clientMetadata, type ProviderMetadata, providerMetadata } from './provider'
import { SignInRefused } from './sign-in-errors'

/**
 * Logs at startup what would prevent people from signing in. The console starts anyway: the provider may be down for a
 * moment, and its lists may be incomplete.
 */
export async function checkProvider(): Promise<void> {
  try {
    for (const warning of unlisted(await providerMetadata())) log.warn(warning)
  } catch (error) {
    const known =
      error instanceof SignInRefused ? { refused: error.code, detail: error.detail } : {}
    log.error('Nobody can sign in: the identity provider is not usable', {
      ...known,
      cause: error instanceof SignInRefused ? error.cause : error,
    })
  }
}

/** A sentence for each thing that Gatehouse needs and the discovery document does not list. */
export function unlisted(found: ProviderMetadata): string[] {
  const { idTokenAlgorithm, clientAuthentication: configured, scopes = [] } = configuration().signIn
  const { token_endpoint_auth_methods_supported: methods } = found
  const { token_endpoint_auth_method: authentication } = clientMetadata(found)
  const checks = [
    ['signIn.idTokenAlgorithm', idTokenAlgorithm, found.id_token_signing_alg_values_supported],
    ['signIn.clientAuthentication', authentication, methods],
    ...scopes.map((scope) => ['signIn.scopes', scope, found.scopes_supported] as const),
    ['response_types_supported', 'code', found.response_types_supported],
    ['code_challenge_methods_supported', 'S256', found.code_challenge_methods_supported],
  ] as const
  const wrong = checks.flatMap(([key, value, listed]) => {
    if (value === undefined || !listed || listed.includes(value)) return []
    const instead =
      key.endsWith('clientAuthentication') && !configured ? `, only ${listed.join(', ')}` : ''
    return [`${key}: the identity provider does not list ${value}${instead}`]
  })
  return found.require_pushed_authorization_requests
    ? [
        ...wrong,
        'The identity provider requires pushed authorization requests, which Gatehouse does not send',
      ]
    : wrong
}

import { configuration } from './configuration'
import { log } from './log'
import { type ProviderMetadata, providerMetadata } from './provider'
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

/** A sentence for each key of `signIn` whose value the discovery document does not list. */
export function unlisted(found: ProviderMetadata): string[] {
  const { idTokenAlgorithm, clientAuthentication, scopes = [] } = configuration().signIn
  const checks = [
    ['idTokenAlgorithm', idTokenAlgorithm, found.id_token_signing_alg_values_supported],
    ['clientAuthentication', clientAuthentication, found.token_endpoint_auth_methods_supported],
    ...scopes.map((scope) => ['scopes', scope, found.scopes_supported] as const),
  ] as const
  return checks.flatMap(([key, value, listed]) =>
    value !== undefined && listed && !listed.includes(value)
      ? [`signIn.${key}: the identity provider does not list ${value}`]
      : [],
  )
}

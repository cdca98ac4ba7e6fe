import { request } from 'undici'
import { z } from 'zod'
import { configuration } from './configuration'

const metadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  userinfo_endpoint: z.url().optional(),
  end_session_endpoint: z.url().optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})
export type ProviderMetadata = z.output<typeof metadata>

const KEEP_MS = 10 * 60_000
const PAUSE_MS = 15_000
const timeouts = { headersTimeout: 5000, bodyTimeout: 5000 }

type Kept = {
  found?: ProviderMetadata
  at: number
  failedAt: number
  loading?: Promise<ProviderMetadata> | undefined
}
// Shared by Next's several bundles of this module, proxy.ts among them.
const store = globalThis as typeof globalThis & { gatehouseProvider?: Kept }

/** The issuer's discovery document address. */
export const wellKnown = (issuer: string) =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

/**
 * What the identity provider publishes about itself, read again after 10 minutes; what is known serves until then, so
 * that a provider that is down slows nobody. @throws when it cannot be read and never was.
 */
export async function providerMetadata(): Promise<ProviderMetadata> {
  store.gatehouseProvider ??= { at: 0, failedAt: 0 }
  const kept = store.gatehouseProvider
  const { found } = kept
  if (found && Date.now() < Math.max(kept.at + KEEP_MS, kept.failedAt + PAUSE_MS)) return found
  kept.loading ??= load(kept).finally(() => {
    kept.loading = undefined
  })
  if (!found) return kept.loading
  kept.loading.catch(() => {})
  return found
}

async function load(kept: Kept): Promise<ProviderMetadata> {
  try {
    kept.found = metadata.parse(await getJson(wellKnown(configuration().signIn.issuer)))
    kept.at = Date.now()
    return kept.found
  } catch (error) {
    kept.failedAt = Date.now()
    throw error
  }
}

/**
 * How to read this provider's id_token and how to authenticate at its token endpoint: OpenID Connect's own defaults
 * (RS256, client_secret_basic) unless its discovery document leaves them out.
 */
export async function clientMetadata(): Promise<Record<string, string>> {
  const found = await providerMetadata().catch(() => undefined)
  const algorithms = found?.id_token_signing_alg_values_supported?.filter((a) => a !== 'none')
  const methods = found?.token_endpoint_auth_methods_supported
  const [algorithm = 'RS256'] = algorithms?.includes('RS256') ? ['RS256'] : (algorithms ?? [])
  const isPost = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
  return {
    id_token_signed_response_alg: algorithm,
    token_endpoint_auth_method: isPost ? 'client_secret_post' : 'client_secret_basic',
  }
}

/** Origins that a form of ours may lead to by redirects: the issuer's, and where its sign-in and sign-out live. */
export async function formOrigins(): Promise<string[]> {
  const issuer = new URL(configuration().signIn.issuer).origin
  const kept = store.gatehouseProvider
  // A provider that is down must not slow every page.
  if (kept && !kept.found && Date.now() - kept.failedAt < PAUSE_MS) return [issuer]
  const found = await providerMetadata().catch(() => undefined)
  const others = [found?.authorization_endpoint, found?.end_session_endpoint]
    .filter((url) => url !== undefined)
    .map((url) => new URL(url).origin)
  return [...new Set([issuer, ...others])]
}

/** The claims that the provider's userinfo endpoint gives for an access token. @throws when it has none or refuses. */
export async function userinfo(accessToken: string): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: endpoint } = await providerMetadata()
  if (!endpoint) throw new Error('The identity provider has no userinfo endpoint.')
  const claims = await getJson(endpoint, { authorization: `Bearer ${accessToken}` })
  return z.record(z.string(), z.unknown()).parse(claims)
}

async function getJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const { statusCode, body } = await request(url, {
    headers: { accept: 'application/json', ...headers },
    ...timeouts,
  })
  const text = await body.text()
  if (statusCode !== 200) throw new Error(`The identity provider answered ${statusCode} at ${url}.`)
  return JSON.parse(text)
}

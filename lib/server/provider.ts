import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { claimsIn } from './claims'
import { configuration } from './configuration'
import { safeAddress as address } from './machines/workload-schema'
import { answerOf, json, reasonOf } from './provider-http'
import { isCompact, verifiedPayload } from './provider-keys'
import { SignInRefused } from './sign-in-errors'
import { isSupported } from './sign-in-schema'

const metadata = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  userinfo_endpoint: address.optional().catch(undefined),
  end_session_endpoint: address.optional().catch(undefined),
  scopes_supported: z.array(z.string()).optional().catch(undefined),
  id_token_signing_alg_values_supported: z.array(z.string()).optional().catch(undefined),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  authorization_response_iss_parameter_supported: z.boolean().optional().catch(undefined),
  require_pushed_authorization_requests: z.boolean().optional().catch(undefined),
  response_types_supported: z.array(z.string()).optional().catch(undefined),
  code_challenge_methods_supported: z.array(z.string()).optional().catch(undefined),
})
export type ProviderMetadata = z.output<typeof metadata>

const KEEP_MS = 60_000
const PAUSE_MS = 15_000

type Kept = {
  found?: ProviderMetadata | undefined
  at: number
  failedAt: number
  loading?: Promise<ProviderMetadata> | undefined
}
const lastRead = perProcess('gatehouseProvider', (): Kept => ({ at: 0, failedAt: 0 }))

/** The issuer's discovery document address. */
export const wellKnown = (issuer: string) =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`

/**
 * The identity provider's discovery document, refreshed every minute. While it is down, the last known document is used,
 * so that nobody waits.
 * @throws SignInRefused when it was never read and can't be read now
 */
export async function providerMetadata(): Promise<ProviderMetadata> {
  const kept = lastRead()
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
  const url = wellKnown(configuration().signIn.issuer)
  try {
    const text = await answerOf(url).catch((cause) => {
      throw new SignInRefused('discovery-unreachable', {
        detail: `${url}: ${reasonOf(cause)}.`,
        cause,
      })
    })
    kept.found = discovered(text, url)
    kept.at = Date.now()
    return kept.found
  } catch (error) {
    kept.failedAt = Date.now()
    // Unlike an unreachable provider, an invalid document is an error.
    if (!(error instanceof SignInRefused && error.code === 'discovery-unreachable'))
      kept.found = undefined
    throw error
  }
}

function discovered(text: string, url: string): ProviderMetadata {
  const { issuer } = configuration().signIn
  const read = metadata.safeParse(json(text))
  if (!read.success) {
    const keys = [...new Set(read.error.issues.map((issue) => issue.path.join('.')))].join(', ')
    throw new SignInRefused('discovery-invalid', {
      detail: `${url} ${keys ? `has no usable ${keys}; addresses must be https` : 'is not a JSON object'}.`,
    })
  }
  // OpenID Connect Discovery 4.3. Another name, or a template such as Entra's, would let foreign tenants in.
  if (read.data.issuer !== issuer)
    throw new SignInRefused('issuer-mismatch', {
      detail: `signIn.issuer is ${issuer}, and its discovery document says ${read.data.issuer.slice(0, 300)}.`,
    })
  return read.data
}

const DEFAULT_SCOPES = ['openid', 'profile', 'email', 'groups']

/**
 * The scopes to request: the configured ones, or the default ones that the provider lists. `groups` is not a standard
 * scope, so Gatehouse requests it only from providers that list it.
 */
export function scopesFor(found: Pick<ProviderMetadata, 'scopes_supported'>): string[] {
  const listed = found.scopes_supported ?? ['profile', 'email']
  return (
    configuration().signIn.scopes ??
    DEFAULT_SCOPES.filter((scope) => scope === 'openid' || listed.includes(scope))
  )
}

/**
 * How this client's ID tokens are signed and how it authenticates at the token endpoint: as configured, or by OpenID
 * Connect's defaults (RS256, client_secret_basic) unless the provider does not list them. HMAC is used only if it is
 * configured: with it, a leaked client secret can forge identities.
 */
export function clientMetadata(found: ProviderMetadata) {
  const { signIn } = configuration()
  const listed = found.id_token_signing_alg_values_supported?.filter(isSupported)
  const [algorithm = 'RS256'] = listed?.includes('RS256') ? ['RS256'] : (listed ?? [])
  const methods = found.token_endpoint_auth_methods_supported
  const isPost = methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
  const { clientKey } = signIn
  return {
    id_token_signed_response_alg: signIn.idTokenAlgorithm ?? algorithm,
    token_endpoint_auth_method:
      signIn.clientAuthentication ?? (isPost ? 'client_secret_post' : 'client_secret_basic'),
    ...(clientKey ? { token_endpoint_auth_signing_alg: clientKey.alg } : {}),
  }
}

/** Origins that a form of the console can redirect to: the issuer's, its endpoints', and configured ones. */
export async function formOrigins(): Promise<string[]> {
  const { signIn } = configuration()
  const ours = [new URL(signIn.issuer).origin, ...signIn.redirectOrigins]
  const kept = lastRead()
  // A provider that is down must not slow down every page.
  if (!kept.found && Date.now() - kept.failedAt < PAUSE_MS) return ours
  const found = await providerMetadata().catch(() => undefined)
  const others = [found?.authorization_endpoint, found?.end_session_endpoint]
    .filter((url) => url !== undefined)
    .map((url) => new URL(url).origin)
  return [...new Set([...ours, ...others])]
}

/**
 * The claims of the provider's userinfo endpoint for an access token. Some providers sign them (OpenID Connect Core 5.3.2).
 * @throws SignInRefused `userinfo-failed`
 */
export async function userinfo(accessToken: string | undefined): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: url, jwks_uri } = await providerMetadata()
  const fail = (detail: string, cause?: unknown) =>
    new SignInRefused('userinfo-failed', { detail, cause })
  if (!url) throw fail('The discovery document names no userinfo endpoint.')
  if (!accessToken) throw fail('The token endpoint sent no access token.')
  const text = await answerOf(url, { authorization: `Bearer ${accessToken}` }).catch((cause) => {
    throw fail(`${url}: ${reasonOf(cause)}.`, cause)
  })
  if (!isCompact(text))
    return claimsIn(text) ?? Promise.reject(fail(`${url} did not answer with a JSON object.`))
  const payload = await verifiedPayload(text.trim(), { jwksUri: jwks_uri }).catch((cause) => {
    throw fail(
      `${url} answered with a signed token that can’t be verified: ${reasonOf(cause)}.`,
      cause,
    )
  })
  return claimsIn(payload) ?? Promise.reject(fail(`${url} answered with a token without claims.`))
}

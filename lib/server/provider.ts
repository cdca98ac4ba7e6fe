import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { decoded } from '@/lib/atlas/decode'
import { header } from '@/lib/atlas/headers'
import { perProcess } from '@/lib/atlas/per-process'
import { dispatcherTo } from '@/lib/atlas/proxy'
import { configuration } from './configuration'
import { SignInRefused } from './sign-in-errors'

const address = z.url({ protocol: /^https?$/ })
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
})
export type ProviderMetadata = z.output<typeof metadata>

const KEEP_MS = 60_000
const PAUSE_MS = 15_000
const TIMEOUT_MS = 5000

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
      detail: `${url} ${keys ? `has no usable ${keys}` : 'is not a JSON object'}.`,
    })
  }
  // OpenID Connect Discovery 4.3. Another name, or a template such as Entra's, would let foreign tenants in.
  if (read.data.issuer !== issuer)
    throw new SignInRefused('issuer-mismatch', {
      detail: `signIn.issuer is ${issuer}, and its discovery document says ${read.data.issuer.slice(0, 300)}.`,
    })
  return read.data
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
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
export function clientMetadata(found: ProviderMetadata): Record<string, string> {
  const { signIn } = configuration()
  const algorithms = found.id_token_signing_alg_values_supported?.filter((a) =>
    /^(?:[RPE]S\d{3}|EdDSA)$/.test(a),
  )
  const [algorithm = 'RS256'] = algorithms?.includes('RS256') ? ['RS256'] : (algorithms ?? [])
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
 * The claims of the provider's userinfo endpoint for an access token.
 * @throws SignInRefused `userinfo-failed`
 */
export async function userinfo(accessToken: string | undefined): Promise<Record<string, unknown>> {
  const { userinfo_endpoint: url } = await providerMetadata()
  const fail = (detail: string, cause?: unknown) =>
    new SignInRefused('userinfo-failed', { detail, cause })
  if (!url) throw fail('The discovery document names no userinfo endpoint.')
  if (!accessToken) throw fail('The token endpoint sent no access token.')
  const text = await answerOf(url, { authorization: `Bearer ${accessToken}` }).catch((cause) => {
    throw fail(`${url}: ${reasonOf(cause)}.`, cause)
  })
  const claims = z.record(z.string(), z.unknown()).safeParse(json(text))
  if (!claims.success) throw fail(`${url} did not answer with a JSON object.`)
  return claims.data
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer'
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

const dispatchers = new Map<string, Dispatcher>()

/** Some providers redirect to the address with a slash at its end. */
const MOST_REDIRECTS = 3
/** Discovery documents and key sets are small. An endless answer would fill the memory. */
const MOST_BYTES = 1_000_000

/** The text that an address answers with 200, within 5 s and following redirects. @throws Error */
export async function answerOf(
  url: string,
  headers: Record<string, string> = {},
  redirects = MOST_REDIRECTS,
): Promise<string> {
  const { origin } = new URL(url)
  const dispatcher =
    dispatchers.get(origin) ??
    dispatcherTo(origin, { connect: { timeout: TIMEOUT_MS }, maxResponseSize: MOST_BYTES })
  dispatchers.set(origin, dispatcher)
  const {
    statusCode,
    headers: answered,
    body,
  } = await request(url, {
    dispatcher,
    headers: { accept: 'application/json', 'accept-encoding': 'identity', ...headers },
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
  })
  const bytes = Buffer.from(await body.arrayBuffer())
  const to = statusCode > 300 && statusCode < 400 ? answered.location : undefined
  if (typeof to === 'string') {
    const next = new URL(to, url)
    // Another server could answer with its own endpoints, and userinfo would send it the access token.
    if (next.origin !== origin) throw new Error(`it redirects to another server, ${next.origin}`)
    if (redirects === 0) throw new Error('it redirects too often')
    return answerOf(next.href, headers, redirects - 1)
  }
  if (statusCode !== 200) throw new Error(`HTTP status ${statusCode}`)
  return decoded(bytes, header(answered, 'content-encoding'), MOST_BYTES)
}

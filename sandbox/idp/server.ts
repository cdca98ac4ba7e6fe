import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import Provider, { type Context } from 'oidc-provider'
import { claimsOf, type IdpVariant } from './claims'
import {
  acr,
  backchannelLogoutUri,
  oidcClientId,
  oidcClientSecret,
  postLogoutUris,
  redirectUri,
} from './clients'
import { keysIn } from './keys'
import { confirmSignOutPage, errorPage, signedOutPage, signInPage, signOutPage } from './pages'
import { personaNamed } from './personas'
import { memoryStore } from './store'

export type SandboxIdp = { issuer: string; close(): Promise<void> }

export type SandboxIdpOptions = {
  /** 0 picks a free port. */
  port: number
  /** Where the keys are kept. Without it, they are new at each start. */
  dataDir?: string
  /** Origins of the consoles that may use the provider. */
  redirects: readonly string[]
  /** Behaves like another vendor's provider. */
  variant?: IdpVariant
}

/**
 * Starts the sandbox's OpenID provider on 127.0.0.1: the real protocol, invented people, no passwords. The issuer is
 * `http://localhost:<port>` for browser and console alike, since cookies of localhost and 127.0.0.1 differ.
 * @throws when the port is taken
 */
export async function startSandboxIdp(options: SandboxIdpOptions): Promise<SandboxIdp> {
  const server = createServer()
  const port = await listen(server, options.port)
  const issuer = `http://localhost:${port}`
  const provider = new Provider(issuer, configurationOf(options, port))
  const serve = provider.callback()
  server.on('request', (request, response) => {
    const handled = request.url?.startsWith('/interaction/')
      ? interaction(provider, request, response)
      : serve(request, response)
    handled.catch(() => {
      if (response.headersSent) response.destroy()
      else html(response, 400, errorPage('It started too long ago, or in another browser.'))
    })
  })
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function configurationOf({ redirects, dataDir, variant = {} }: SandboxIdpOptions, port: number) {
  const { jwks, cookieKeys } = keysIn(dataDir)
  const day = 24 * 60 * 60
  return {
    adapter: memoryStore(),
    jwks,
    clients: [
      {
        client_id: oidcClientId,
        client_secret: oidcClientSecret,
        redirect_uris: redirects.map(redirectUri),
        post_logout_redirect_uris: redirects.flatMap(postLogoutUris),
        require_auth_time: true,
        // A client has one such address: the first console's.
        ...(redirects[0]
          ? {
              backchannel_logout_uri: backchannelLogoutUri(redirects[0]),
              backchannel_logout_session_required: true,
            }
          : {}),
      },
    ],
    // Cookies ignore ports. Without the port in the name, a second sandbox would end the sessions of the first.
    cookies: {
      keys: cookieKeys,
      names: {
        session: `sandbox-idp.${port}.session`,
        interaction: `sandbox-idp.${port}.interaction`,
        resume: `sandbox-idp.${port}.resume`,
      },
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: {
      openid: ['sub', 'acr'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: [variant.groupsClaim ?? 'groups', '_claim_names', '_claim_sources'],
      auth_time: null,
    },
    // When off, the ID token contains every claim, as with most vendors.
    conformIdTokenClaims: variant.groupsOnlyInUserinfo === true,
    findAccount: (_: Context, sub: string) => {
      const persona = personaNamed(sub)
      return persona && { accountId: sub, claims: async () => claimsOf(persona, variant) }
    },
    acrValues: [acr],
    pkce: { required: () => true },
    ttl: { Session: day, Grant: day, Interaction: 3600, IdToken: 3600, AccessToken: 3600 },
    interactions: { url: (_: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
    loadExistingGrant: grantEverything,
    clientBasedCORS: () => false,
    // The library's dispatcher refuses loopback addresses, and consoles on the sandbox have no others.
    fetch: (url: string, { dispatcher, ...options }: RequestInit & { dispatcher?: unknown }) =>
      fetch(url, options),
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx: Context, form: string) => {
          const nonce = randomBytes(16).toString('base64')
          const isProven = ctx.oidc.entities.IdTokenHint !== undefined
          guard((name, value) => ctx.set(name, value), nonce)
          ctx.body = isProven ? signOutPage(form, nonce) : confirmSignOutPage(form)
        },
        postLogoutSuccessSource: (ctx: Context) => {
          ctx.body = signedOutPage()
        },
      },
    },
    renderError: (ctx: Context, out: { error: string; error_description?: string }) => {
      ctx.type = 'html'
      ctx.body = errorPage(`${out.error}: ${out.error_description ?? 'no description'}.`)
    },
  }
}

/** Grants everything, so that the sandbox asks only who you are. */
async function grantEverything({ oidc }: Context) {
  const { client, session, provider } = oidc
  if (!client || !session?.accountId) return undefined
  const known = session.grantIdFor(client.clientId)
  const found = known && (await provider.Grant.find(known))
  if (found) return found
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId })
  grant.addOIDCScope('openid profile email groups')
  await grant.save()
  return grant
}

async function interaction(provider: Provider, request: IncomingMessage, response: ServerResponse) {
  const { uid, prompt } = await provider.interactionDetails(request, response)
  if (request.method !== 'POST') {
    const isAgain = prompt.reasons.some((r) => r === 'max_age' || r === 'login_prompt')
    return html(response, 200, signInPage(uid, isAgain))
  }
  const persona = personaNamed(new URLSearchParams(await bodyOf(request)).get('persona') ?? '')
  if (!persona) return html(response, 400, errorPage('Unknown persona.'))
  await provider.interactionFinished(request, response, {
    login: { accountId: persona.name, acr, remember: false },
  })
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += chunk
    if (text.length > 10_000) throw new Error('The form is too large.')
  }
  return text
}

function guard(set: (name: string, value: string) => void, nonce?: string) {
  const script = nonce ? `; script-src 'nonce-${nonce}'` : ''
  set(
    'content-security-policy',
    `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'${script}`,
  )
  set('x-content-type-options', 'nosniff')
  set('cache-control', 'no-store')
}

function html(response: ServerResponse, status: number, body: string) {
  guard((name, value) => response.setHeader(name, value))
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body)
}

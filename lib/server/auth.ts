import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type NextAuthOptions } from 'next-auth'
import { agentTo } from '@/lib/atlas/proxy'
import { routes } from '@/lib/routes'
import { type Accepted, acceptSignIn } from './accept-sign-in'
import type { Attempt } from './attempt'
import { identityIn } from './claims'
import { configuration } from './configuration'
import { type CookiePart, cookieIn, cookieName, cookieOptions } from './cookies'
import { refusalOf, tokensIn, usableTokens } from './exchange-errors'
import { idTokenClaims } from './id-token'
import { log } from './log'
import { sessionIdIn, subjectIn } from './person'
import { clientMetadata, type ProviderMetadata, providerMetadata } from './provider'
import { SignInRefused } from './sign-in-errors'

const providerId = 'gatehouse'

/** The redirect URI that is registered at the identity provider. */
export const callbackUrl = () => configuration().url.origin + routes.signInAnswer()

type Context = { headers: Headers; requestId: string }

/**
 * Exchanges the authorization code, verifies the ID token and starts the session. Returns the session's Set-Cookie
 * headers.
 * @throws SignInRefused
 */
export async function exchange(
  answer: URLSearchParams,
  attempt: Attempt,
  context: Context,
): Promise<string[]> {
  const found = await providerMetadata()
  const outcome: Outcome = {}
  const cookies = await callNextAuth(answer, optionsFor(found, attempt, context, outcome))
  if (outcome.refused) throw outcome.refused
  if (!outcome.accepted) throw new SignInRefused('failed')
  return cookies.filter((cookie) => cookie.startsWith(cookieName('session')))
}

type Outcome = { accepted?: Accepted; refused?: unknown }

/**
 * next-auth's options for one callback. The cookie contains only the subject and a session id; the rest is in the
 * database (session.ts). State, nonce and PKCE come from the attempt.
 */
function optionsFor(
  found: ProviderMetadata,
  attempt: Attempt,
  { headers, requestId }: Context,
  outcome: Outcome,
): NextAuthOptions {
  const { url, secret, signIn } = configuration()
  const maxAge = signIn.absoluteMinutes * 60
  const client = clientMetadata(found)
  const noting = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      outcome.refused = error
      throw error
    }
  }

  return {
    secret,
    // The first is the lifetime of the cookie, the second that of the token. Both must be set.
    session: { strategy: 'jwt', maxAge },
    jwt: { maxAge },
    useSecureCookies: url.protocol === 'https:',
    cookies: {
      sessionToken: cookie('session'),
      callbackUrl: cookie('callback-url'),
      csrfToken: cookie('csrf'),
      state: cookie('state'),
    },
    providers: [
      {
        id: providerId,
        name: signIn.name,
        type: 'oauth',
        issuer: found.issuer,
        authorization: { url: found.authorization_endpoint },
        jwks_endpoint: found.jwks_uri,
        clientId: signIn.clientId,
        clientSecret: signIn.clientSecret,
        ...(signIn.clientKey ? { jwks: { keys: [signIn.clientKey] } } : {}),
        client,
        idToken: true,
        checks: ['none'],
        httpOptions: { timeout: 10_000, agent: agentTo(found.token_endpoint) },
        token: {
          url: found.token_endpoint,
          request: ({ client: oidc, params }) =>
            noting(async () => {
              const { nonce, verifier } = attempt
              // OpenID Connect Core 9 names the token endpoint as the audience of a client assertion.
              const assertion = { clientAssertionPayload: { aud: found.token_endpoint } }
              const grant = {
                grant_type: 'authorization_code',
                code: params.code,
                redirect_uri: callbackUrl(),
                code_verifier: verifier,
              }
              const tokens = await oidc
                .grant(grant, assertion)
                .catch(
                  (error: unknown) => tokensIn(error) ?? Promise.reject(refusalOf(error, found)),
                )
              const { idToken, accessToken } = usableTokens(tokens)
              // next-auth only decodes it.
              identityIn(await idTokenClaims(idToken, { found, nonce, accessToken }))
              return { tokens }
            }),
        },
        profile: (claims: { sub: string }) => ({ id: claims.sub }),
      },
    ],
    callbacks: {
      signIn: ({ account, profile }) =>
        noting(async () => {
          if (attempt.person !== undefined) await refuseOther(attempt.person, profile, headers)
          outcome.accepted = await acceptSignIn({
            claims: { ...profile },
            idToken: account?.id_token,
            accessToken: account?.access_token,
            headers,
            requestId,
            fresh: attempt.fresh,
            ...(attempt.stepUpFor ? { stepUpFor: attempt.stepUpFor } : {}),
            replaces: await sessionIdIn(cookieIn(headers.get('cookie'), cookieName('session'))),
          })
          return true
        }),
      // Without a sign-in accepted in this request, there is nothing to put in the cookie.
      jwt: async () =>
        outcome.accepted ? { sub: outcome.accepted.sub, sid: outcome.accepted.sessionId } : {},
    },
    logger: {
      // refuse() logs the cause, with the request id.
      error: () => {},
      warn: (code) => log.warn('next-auth warning', { code }),
      // Its debug output contains tokens.
      debug: () => {},
    },
  }
}

/**
 * A step-up is for the person who is signed in: another one's must not take over their session, nor count for them.
 * @throws SignInRefused
 */
async function refuseOther(person: string, claims: unknown, headers: Headers): Promise<void> {
  const { sub, name } = identityIn(claims)
  const now = await subjectIn(headers)
  if (sub === person && (now ?? person) === person) return
  throw new SignInRefused('other-person', { detail: `Your identity provider signed in ${name}.` })
}

const cookie = (part: CookiePart) => ({ name: cookieName(part), options: cookieOptions() })

/** Passes a callback to next-auth and returns the resulting Set-Cookie headers. */
async function callNextAuth(answer: URLSearchParams, options: NextAuthOptions): Promise<string[]> {
  // next-auth reads its URL only from the environment.
  process.env.NEXTAUTH_URL = configuration().url.origin
  const headers = new Map<string, string | string[]>()
  const request = {
    method: 'GET',
    query: { ...Object.fromEntries(answer), nextauth: ['callback', providerId] },
    cookies: {},
    headers: {},
  }
  const response = {
    status: () => response,
    getHeader: (name: string) => headers.get(name.toLowerCase()),
    setHeader: (name: string, value: string | string[]) => {
      headers.set(name.toLowerCase(), value)
      return response
    },
    end: () => {},
    send: () => {},
  }
  await NextAuth(
    request as unknown as NextApiRequest,
    response as unknown as NextApiResponse,
    options,
  )
  return [headers.get('set-cookie') ?? []].flat()
}

/** The path of a URL on this console; `/` for any other URL, to prevent open redirects after sign-in. */
export function samePath(to: string | null | undefined): string {
  const { origin } = configuration().url
  try {
    const url = new URL(to ?? '/', origin)
    const isPage = url.origin === origin && !url.pathname.startsWith('/api/')
    const path = url.pathname + url.search
    // A path with two leading slashes is a URL on another host.
    return isPage && !/^\/[/\\]/.test(path) ? path : '/'
  } catch {
    return '/'
  }
}

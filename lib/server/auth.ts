import type { NextAuthOptions } from 'next-auth'
import { routes } from '@/lib/routes'
import { type Accepted, acceptSignIn } from './accept-sign-in'
import { configuration } from './configuration'
import { type CookiePart, cookieIn, cookieName, cookieOptions } from './cookies'
import { log } from './log'
import { sessionIdIn } from './person'
import { clientMetadata, wellKnown } from './provider'

export const providerId = 'gatehouse'

/**
 * next-auth's options for one request. Its cookie holds the subject and a session id and nothing else; who the person is
 * and whether they are still signed in stands in the database (session.ts).
 */
export async function authOptions(from: Headers): Promise<NextAuthOptions> {
  const { url, secret, signIn } = configuration()
  // next-auth reads its own address from the environment only.
  process.env.NEXTAUTH_URL = url.origin
  const maxAge = signIn.absoluteMinutes * 60
  let accepted: Accepted | undefined

  return {
    secret,
    // Neither limits the other: one is the cookie's life, one the token's.
    session: { strategy: 'jwt', maxAge },
    jwt: { maxAge },
    pages: { signIn: routes.signIn(), error: routes.signIn() },
    useSecureCookies: url.protocol === 'https:',
    cookies: {
      sessionToken: cookie('session'),
      callbackUrl: cookie('callback-url'),
      csrfToken: cookie('csrf'),
      pkceCodeVerifier: cookie('pkce', 15),
      state: cookie('state', 15),
      nonce: cookie('nonce', 15),
    },
    providers: [
      {
        id: providerId,
        name: signIn.name,
        type: 'oauth',
        wellKnown: wellKnown(signIn.issuer),
        clientId: signIn.clientId,
        clientSecret: signIn.clientSecret,
        authorization: { params: { scope: signIn.scopes.join(' ') } },
        idToken: true,
        checks: ['pkce', 'state', 'nonce'],
        client: await clientMetadata(),
        httpOptions: { timeout: 10_000 },
        profile: (claims: { sub: string }) => ({ id: claims.sub }),
      },
    ],
    callbacks: {
      async signIn({ account, profile }) {
        const before = cookieIn(from.get('cookie'), cookieName('session'))
        const result = await acceptSignIn({
          claims: profile,
          idToken: account?.id_token,
          accessToken: account?.access_token,
          headers: from,
          replaces: await sessionIdIn(before),
        })
        if ('refused' in result) return `${routes.signIn()}?error=${result.refused}`
        accepted = result
        return true
      },
      // Without an accepted sign-in of this very request there is nothing to put into the cookie.
      jwt: async () => (accepted ? { sub: accepted.sub, sid: accepted.sessionId } : {}),
      redirect: async ({ url: to }) => `${url.origin}${samePath(to)}`,
    },
    logger: {
      error: (code, metadata) =>
        log.error('The sign-in failed', { code, cause: causeOf(metadata) }),
      warn: (code) => log.warn('next-auth warns', { code }),
      // Its debug output holds tokens.
      debug: () => {},
    },
  }
}

const cookie = (part: CookiePart, minutes?: number) => ({
  name: cookieName(part),
  options: { ...cookieOptions(), ...(minutes ? { maxAge: minutes * 60 } : {}) },
})

/** The path of an address on this console; `/` for any other address, so that nobody is led away after sign-in. */
export function samePath(to: string | null | undefined): string {
  const { origin } = configuration().url
  try {
    const url = new URL(to ?? '/', origin)
    const isPage = url.origin === origin && !url.pathname.startsWith('/api/')
    const path = url.pathname + url.search
    // A path that starts with two slashes names another host.
    return isPage && !/^\/[/\\]/.test(path) ? path : '/'
  } catch {
    return '/'
  }
}

/** Only an error's name and message: what next-auth hands over holds the whole exchange. */
function causeOf(metadata: unknown): unknown {
  const error =
    typeof metadata === 'object' && metadata !== null && 'error' in metadata
      ? metadata.error
      : metadata
  return error instanceof Error ? `${error.name}: ${error.message}` : undefined
}

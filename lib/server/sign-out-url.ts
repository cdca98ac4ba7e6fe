import { routes } from '@/lib/routes'
import { configuration } from './configuration'
import { log } from './log'
import { providerMetadata } from './provider'

/** Comes back as `state` on the sign-in page, which then says that the person is signed out. */
export const SIGNED_OUT = 'signed-out'

/** Proxies commonly refuse request lines above 8 kB, and an id_token may hold many groups. */
const LONGEST_HINT = 4000

/**
 * Where a browser goes after its session here has ended: OpenID Connect RP-Initiated Logout with the id_token as proof of
 * who asks; without one, or without such an endpoint, the sign-in page.
 */
export async function signOutUrl(idToken: string | undefined): Promise<string> {
  const { url, signIn } = configuration()
  const page = url.origin + routes.signIn()
  const here = `${page}?state=${SIGNED_OUT}`
  if (!idToken) return here
  const metadata = await providerMetadata().catch((error) => {
    log.warn('The identity provider could not be asked how to sign out', { error })
  })
  if (!metadata?.end_session_endpoint) return here
  const there = new URL(metadata.end_session_endpoint)
  there.searchParams.set('client_id', signIn.clientId)
  there.searchParams.set('post_logout_redirect_uri', page)
  there.searchParams.set('state', SIGNED_OUT)
  if (idToken.length <= LONGEST_HINT) there.searchParams.set('id_token_hint', idToken)
  return there.href
}

import { routes } from '@/lib/routes'
import { configuration } from './configuration'
import { log } from './log'
import { providerMetadata } from './provider'

/** `state` of the sign-in page after a sign-out. `here`: the provider's session may still be open. */
export const SIGNED_OUT = { everywhere: 'signed-out', here: 'signed-out-here' } as const

/** Many proxies refuse request lines above 8 kB, and an ID token can contain many groups. */
const LONGEST_HINT = 4000

/**
 * Where a browser goes after its session ended: to the provider's logout endpoint (OpenID Connect RP-Initiated Logout)
 * with the ID token. Without a token or such an endpoint, to the sign-in page.
 */
export async function signOutUrl(idToken: string | undefined): Promise<string> {
  const { url, signIn } = configuration()
  const page = url.origin + routes.signIn()
  const back = (state: string) => `${page}?state=${state}`
  if (!idToken) return back(SIGNED_OUT.everywhere)
  const metadata = await providerMetadata().catch((error) => {
    log.warn('The logout endpoint of the identity provider is not known', { error })
  })
  if (!metadata?.end_session_endpoint) return back(SIGNED_OUT.here)
  const there = new URL(metadata.end_session_endpoint)
  there.searchParams.set('client_id', signIn.clientId)
  there.searchParams.set('post_logout_redirect_uri', page)
  there.searchParams.set('state', SIGNED_OUT.everywhere)
  if (idToken.length <= LONGEST_HINT) there.searchParams.set('id_token_hint', idToken)
  return there.href
}

import { OpError } from '@/lib/ops/failure'
import { clientAddress } from './client-address'
import { log } from './log'
import { LogoutTokenRefused, verifiedLogout } from './logout-token'
import { bodyText } from './origin'
import { FORM } from './read-body'
import { newRequestId } from './request-id'
import { closeByProvider } from './session'

/**
 * Ends the sessions that a logout token names (OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8). Needs no cookie or
 * origin, because the provider signs the token. Answers 200, 400 with the reason, or 503 to ask the provider to try
 * again.
 */
export async function backchannelLogout(request: Request): Promise<Response> {
  const about = { requestId: newRequestId(), address: clientAddress(request.headers) }
  try {
    const token = new URLSearchParams(await bodyText(request, FORM)).get('logout_token')
    if (!token) throw new LogoutTokenRefused('The form has no logout_token.')
    const logout = await verifiedLogout(token)
    const ended = await closeByProvider(logout)
    if (ended === undefined) throw new LogoutTokenRefused('This logout token was used before.')
    const { iss, sub, sid } = logout
    log.info('Signed out by the identity provider', { ...about, iss, sub, sid, ended })
    return answer(200)
  } catch (error) {
    log.error('Back-channel logout failed', { ...about, error })
    const isInvalid = error instanceof LogoutTokenRefused || error instanceof OpError
    if (isInvalid)
      return answer(400, { error: 'invalid_request', error_description: error.message })
    return answer(503, { error: 'temporarily_unavailable' })
  }
}

const answer = (status: number, body?: Record<string, string>) =>
  Response.json(body ?? {}, { status, headers: { 'cache-control': 'no-store' } })

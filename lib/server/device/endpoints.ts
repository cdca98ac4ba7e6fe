import { routes } from '@/lib/routes'
import { clientAddress } from '../client-address'
import { configuration } from '../configuration'
import { log } from '../log'
import { newAccessToken, tokenContent } from '../machines/access-token'
import { countAttempt, secondsToWait } from '../machines/attempts'
import { OAuthError, oauthAnswer } from '../machines/oauth-error'
import { closeSession, liveSession } from '../session'
import {
  CODE_SECONDS,
  collectDevice,
  INTERVAL_SECONDS,
  sessionOfRefresh,
  startDevice,
} from './codes'

/** The device flow of `atlas auth login` (RFC 8628). Its errors have the form of Atlas's. */
const answered = (request: Request, work: Parameters<typeof oauthAnswer>[1]): Promise<Response> =>
  oauthAnswer(request, work, { isAtlas: true })

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'

const fromOf = ({ headers }: Request) => ({
  address: clientAddress(headers),
  userAgent: headers.get('user-agent') ?? undefined,
})

/** `POST …/authorize`: a code that the person types into the browser. */
export const authorizeDevice = (request: Request): Promise<Response> =>
  answered(request, async () => {
    const from = fromOf(request)
    const seconds = secondsToWait('device', from.address)
    if (seconds > 0)
      throw new OAuthError('TOO_MANY_REQUESTS', `Try again in ${seconds} s.`, 429, {
        'retry-after': String(seconds),
      })
    countAttempt('device', from.address)
    const { deviceCode, userCode } = await startDevice(from)
    return {
      user_code: userCode,
      verification_uri: new URL(routes.device(), configuration().url).href,
      device_code: deviceCode,
      expires_in: CODE_SECONDS,
      interval: INTERVAL_SECONDS,
    }
  })

/** `POST …/token`: collects a confirmed sign-in, or renews its access token. */
export const deviceToken = (request: Request): Promise<Response> =>
  answered(request, async (form) => {
    const grant = form('grant_type')
    if (grant === 'refresh_token') {
      const refreshToken = form('refresh_token') ?? ''
      const sessionId = await sessionOfRefresh(refreshToken)
      if (!sessionId) throw ended()
      return tokensFor(sessionId, refreshToken)
    }
    if (grant !== GRANT)
      throw new OAuthError('INVALID_GRANT_TYPE', 'This grant_type is not supported.')
    const found = await collectDevice(form('device_code') ?? '', fromOf(request))
    if (found.state === 'pending')
      throw new OAuthError(
        'DEVICE_AUTHORIZATION_PENDING',
        'Nobody has confirmed this sign-in in the browser yet.',
      )
    if (found.state !== 'done')
      throw found.state === 'denied'
        ? new OAuthError('DEVICE_AUTHORIZATION_DENIED', 'This sign-in was denied in the browser.')
        : new OAuthError(
            'DEVICE_AUTHORIZATION_EXPIRED',
            'This code expired or was used before. Sign in again.',
          )
    log.info('A command line signed in', { session: found.sessionId, ...fromOf(request) })
    return tokensFor(found.sessionId, found.refreshToken)
  })

/** `POST …/revoke`: ends the session. Always succeeds, also for an unknown token. */
export const revokeDevice = (request: Request): Promise<Response> =>
  answered(request, async (form) => {
    const token = form('token') ?? ''
    const sessionId = (await sessionOfRefresh(token)) ?? (await tokenContent(token))?.session
    if (sessionId) await closeSession(sessionId, 'sign-out')
    return {}
  })

/** `GET …/registration`: where `atlas auth register` sends people. They have an account at the identity provider already. */
export const registration = (): Response =>
  Response.json({ registrationUrl: new URL(routes.signIn(), configuration().url).href })

const ended = () =>
  new OAuthError('INVALID_REFRESH_TOKEN', 'This session ended. Sign in again.', 401)

async function tokensFor(sessionId: string, refreshToken: string) {
  const row = await liveSession(sessionId, { fresh: true })
  if (!row) throw ended()
  const { absoluteMinutes } = configuration().signIn
  const until = new Date(row.started_at.getTime() + absoluteMinutes * 60_000)
  const { token, seconds } = await newAccessToken({ sub: row.sub, session: sessionId }, until)
  return {
    access_token: token,
    refresh_token: refreshToken,
    scope: 'openid profile offline_access',
    id_token: '',
    token_type: 'Bearer',
    expires_in: seconds,
  }
}

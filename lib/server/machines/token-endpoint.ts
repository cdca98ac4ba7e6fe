import { sql } from '../database'
import { newAccessToken, tokenContent } from './access-token'
import { authenticated } from './client-auth'
import { invalidClient, OAuthError, oauthAnswer } from './oauth-error'

/** `POST /api/oauth/token` (RFC 6749, 4.4): an access token for a machine. */
export const tokenEndpoint = (request: Request): Promise<Response> =>
  oauthAnswer(request, async (form) => {
    const grant = form('grant_type')
    if (grant === undefined) throw new OAuthError('invalid_request', 'Send a grant_type.')
    if (grant !== 'client_credentials')
      throw new OAuthError('unsupported_grant_type', 'Only client_credentials is supported.')
    const found = await authenticated(request.headers, form)
    if (!found) throw invalidClient()
    const { token, seconds } = await newAccessToken(
      { sub: found.machine.clientId, secret: found.secretId },
      found.until,
    )
    return { access_token: token, token_type: 'Bearer', expires_in: seconds }
  })

/**
 * `POST /api/oauth/revoke` (RFC 7009). Always 200 for a known client, because clients take anything else for an error.
 * Without client authentication, whoever has the token can revoke it.
 */
export const revokeEndpoint = (request: Request): Promise<Response> =>
  oauthAnswer(request, async (form) => {
    const given = form('token')
    if (given === undefined) throw new OAuthError('invalid_request', 'Send the token.')
    const client = await authenticated(request.headers, form)
    const token = await tokenContent(given)
    if (token && (!client || client.machine.clientId === token.sub)) await revokeToken(token)
    return {}
  })

/** Ends an access token before its time. */
export async function revokeToken({ jti, exp }: { jti: string; exp: number }): Promise<void> {
  await sql()`
    insert into revoked_token (jti, expires_at) values (${jti}, ${new Date(exp * 1000)}) on conflict do nothing`
}

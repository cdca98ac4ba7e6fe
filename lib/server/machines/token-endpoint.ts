import { clientAddress } from '../client-address'
import { sql } from '../database'
import { closeSession } from '../session'
import { newAccessToken, tokenContent } from './access-token'
import { ASSERTION_TYPE, asserted } from './assertion'
import { authenticated, TOKEN_USE } from './client-auth'
import { type Form, invalidClient, OAuthError, oauthAnswer } from './oauth-error'
import { noteUse } from './use'

/** `POST /api/oauth/token` (RFC 6749, 4.4): an access token for a machine. */
export const tokenEndpoint = (request: Request): Promise<Response> =>
  oauthAnswer(request, async (form) => {
    const grant = form('grant_type')
    if (grant === undefined) throw new OAuthError('invalid_request', 'Send a grant_type.')
    if (grant !== 'client_credentials')
      throw new OAuthError('unsupported_grant_type', 'Only client_credentials is supported.')
    const client = (await byAssertion(form, request)) ?? (await bySecret(form, request))
    const { token, seconds } = await newAccessToken(client.about, client.until)
    return { access_token: token, token_type: 'Bearer', expires_in: seconds }
  })

type Client = { about: Parameters<typeof newAccessToken>[0]; until: Date }

async function bySecret(form: Form, { headers }: Request): Promise<Client> {
  const found = await authenticated(headers, form)
  if (!found) throw invalidClient()
  return {
    about: { sub: found.machine.clientId, secret: found.secretId },
    until: found.until,
  }
}

/** Workload identity (RFC 7523). Undefined: the client sends no assertion. */
async function byAssertion(form: Form, { headers }: Request): Promise<Client | undefined> {
  const [assertion, type] = [form('client_assertion'), form('client_assertion_type')]
  if (assertion === undefined && type === undefined) return undefined
  if (assertion === undefined || type !== ASSERTION_TYPE)
    throw new OAuthError(
      'invalid_request',
      `Send a client_assertion with the client_assertion_type ${ASSERTION_TYPE}.`,
    )
  if (form('client_secret') !== undefined || headers.has('authorization'))
    throw new OAuthError('invalid_request', 'Send either an assertion or a client secret.')
  const { machine, workload, until } = await asserted(assertion, form('client_id'))
  const userAgent = headers.get('user-agent') ?? undefined
  noteUse(machine, TOKEN_USE, { ip: clientAddress(headers), userAgent })
  return { about: { sub: machine.clientId, workload }, until }
}

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
    if (token?.session && !client) await closeSession(token.session, 'sign-out')
    else if (token && (!client || client.machine.clientId === token.sub)) await revokeToken(token)
    return {}
  })

/** Ends an access token before its time. */
async function revokeToken({ jti, exp }: { jti: string; exp: number }): Promise<void> {
  await sql()`
    insert into revoked_token (jti, expires_at) values (${jti}, ${new Date(exp * 1000)}) on conflict do nothing`
}

import type { Buckets } from './buckets'
import { actors } from './credentials'
import { issueToken, readToken, sameText } from './token'
import type { World } from './world'

export type OauthAnswer = { status: number; body?: unknown; headers?: Record<string, string> }

const failed = (status: number, error: string, description: string): OauthAnswer => ({
  status,
  body: { error, error_description: description },
})

/** The client of a raw Basic header, without URL encoding. */
function clientOf(header: string | undefined) {
  if (!header?.startsWith('Basic ')) return undefined
  const text = Buffer.from(header.slice('Basic '.length), 'base64').toString()
  const colon = text.indexOf(':')
  return actors.find(
    (a) => a.clientId === text.slice(0, colon) && sameText(a.clientSecret, text.slice(colon + 1)),
  )
}

/** The token and revoke endpoints of service accounts. */
export function answerOauth(
  world: World,
  buckets: Buckets,
  request: { pathname: string; method: string; authorization: string | undefined; body: string },
): OauthAnswer {
  if (request.method !== 'POST') return failed(405, 'invalid_request', 'Use POST.')
  const client = clientOf(request.authorization)
  if (!client)
    return {
      ...failed(401, 'invalid_client', 'Client authentication failed.'),
      headers: { 'WWW-Authenticate': 'Basic realm="MongoDB Atlas"' },
    }
  const form = new URLSearchParams(request.body)
  if (request.pathname.endsWith('/revoke')) {
    const claims = readToken(form.get('token') ?? '')
    if (claims?.clientId === client.clientId) {
      world.data.revokedTokens.push(claims.tokenId)
      world.changed()
    }
    return { status: 200 }
  }
  if (form.get('grant_type') !== 'client_credentials')
    return failed(400, 'unsupported_grant_type', 'Only client_credentials is supported.')
  const { tokenSeconds, tokensPerMinute } = world.switches
  const spent = buckets.spend(`token ${client.clientId}`, tokensPerMinute, 60)
  if (spent.retryAfter !== undefined)
    return {
      ...failed(429, 'too_many_requests', 'Too many token requests.'),
      headers: { 'Retry-After': String(spent.retryAfter) },
    }
  const access_token = issueToken(client, tokenSeconds)
  return { status: 200, body: { access_token, expires_in: tokenSeconds, token_type: 'Bearer' } }
}

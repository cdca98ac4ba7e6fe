import { createHash, randomBytes } from 'node:crypto'
import { oidcClientId, oidcClientSecret, redirectUri } from './clients'

/** Keeps cookies like a browser, and does not follow redirects by itself. */
export function browser() {
  const cookies = new Map<string, string>()
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(url, { redirect: 'manual', ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      if (pair.slice(at + 1) === '') cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
  const go = (url: string, form?: Record<string, string>): Promise<Response> =>
    ask(url, form ? { method: 'POST', body: new URLSearchParams(form) } : {})
  const send = (url: string, method: string, body: unknown): Promise<Response> =>
    ask(url, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  /** Follows redirects on the same server. Gives the last answer, and the address on another server, if any. */
  const follow = async (url: string, form?: Record<string, string>) => {
    const { origin } = new URL(url)
    let response = await go(url, form)
    let here = url
    for (;;) {
      const location = response.headers.get('location')
      if (!location) return { response, here, next: undefined }
      const next = new URL(location, here).href
      if (new URL(next).origin !== origin) return { response, here, next }
      here = next
      response = await go(next)
    }
  }
  return { cookies, go, send, follow }
}
export type Browser = ReturnType<typeof browser>

export type Tokens = { id_token: string; access_token: string }

/** The claims of a token, without verification. */
export const claimsIn = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString())

/** Signs a persona in like a console at `origin`. `asked`: whether the sign-in page appeared. */
export async function signIn(
  issuer: string,
  origin: string,
  persona: string,
  { as = browser(), more = {} }: { as?: Browser; more?: Record<string, string> } = {},
): Promise<Tokens & { asked: boolean; page: string }> {
  const verifier = randomBytes(32).toString('base64url')
  const start = new URL('/auth', issuer)
  start.search = new URLSearchParams({
    client_id: oidcClientId,
    redirect_uri: redirectUri(origin),
    response_type: 'code',
    scope: 'openid profile email groups',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  }).toString()
  let at = await as.follow(start.href)
  const asked = !at.next
  const page = asked ? await at.response.text() : ''
  if (asked && !at.response.ok) throw new Error(page)
  if (asked) at = await as.follow(at.here, { persona })
  if (!at.next) throw new Error(`Expected a redirect to the console: ${await at.response.text()}`)
  const code = new URL(at.next).searchParams.get('code') ?? ''
  const answer = await fetch(new URL('/token', issuer), {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${oidcClientId}:${oidcClientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri(origin),
      code_verifier: verifier,
    }),
  })
  const tokens: Tokens = await answer.json()
  return { ...tokens, asked, page }
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, type JWTPayload, type KeyLike, SignJWT } from 'jose'

export type Behavior = {
  /** Overrides of the discovery document; undefined removes a key. */
  discovery: Record<string, unknown>
  /** Where the address of the discovery document redirects to. */
  discoveryAt?: string
  /** Overrides of the claims in the ID token. */
  claims: Record<string, unknown>
  /** How the ID token is signed. */
  algorithm: string
  /** Overrides of the header of the ID token; undefined removes a field. */
  header: Record<string, unknown>
  /** The key set's answer instead of all keys. */
  keys?: (keys: readonly object[]) => unknown
  /** The token endpoint's answer instead of tokens. */
  token?: { status: number; body: unknown }
  /** How the token endpoint sends JSON. */
  encoding?: (json: string) => { bytes: Buffer; status?: number; coding?: string }
  /** The userinfo endpoint's answer. */
  userinfo?: { status: number; body: unknown }
}

export type StandIn = {
  issuer: string
  /** Tests change it as they need. */
  behavior: Behavior
  /** The requests to the token endpoint, oldest first. */
  tokenRequests: Array<{ authorization: string | undefined; form: URLSearchParams }>
  /** A JWT of this provider, by default for the client `gw`. */
  sign(claims: JWTPayload, header?: Record<string, unknown> & { alg?: string }): Promise<string>
  reset(): void
  close(): Promise<void>
}

const usual = (): Behavior => ({ discovery: {}, claims: {}, algorithm: 'RS256', header: {} })

/**
 * An OpenID provider on a free port whose answers a test sets. It has no users: `code` in the callback is the nonce for
 * the ID token.
 */
export async function standInProvider(): Promise<StandIn> {
  const keys = new Map<string, { privateKey: KeyLike; jwk: object }>()
  for (const alg of ['RS256', 'RS512', 'PS256', 'ES256', 'ES384', 'EdDSA']) {
    const { privateKey, publicKey } = await generateKeyPair(alg)
    keys.set(alg, {
      privateKey,
      jwk: { ...(await exportJWK(publicKey)), kid: alg, alg, use: 'sig' },
    })
  }
  const secret = new TextEncoder().encode('sandbox-only-not-a-secret')

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const issuer = `http://localhost:${port}`

  const standIn: StandIn = {
    issuer,
    behavior: usual(),
    tokenRequests: [],
    sign: (claims, { alg = 'RS256', ...header } = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg, kid: alg, ...header })
        .sign(keys.get(alg)?.privateKey ?? secret),
    reset: () => {
      standIn.behavior = usual()
      standIn.tokenRequests.length = 0
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  const discovery = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    id_token_signing_alg_values_supported: ['RS256', 'none', 'HS256'],
    ...standIn.behavior.discovery,
  })

  async function tokens(form: URLSearchParams) {
    const { claims, algorithm, header } = standIn.behavior
    const now = Math.floor(Date.now() / 1000)
    const idToken = await standIn.sign(
      {
        ...{ iss: issuer, aud: 'gatehouse-console', sub: 'somebody', iat: now, exp: now + 300 },
        ...{ auth_time: now, groups: ['gatehouse-viewers'], nonce: form.get('code') ?? '' },
        ...claims,
      },
      { alg: algorithm, ...header },
    )
    return { access_token: 'an-access-token', token_type: 'Bearer', id_token: idToken }
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += chunk
    const send = (body: unknown, status = 200) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(typeof body === 'string' ? body : JSON.stringify(body))
    const { token, userinfo, encoding } = standIn.behavior
    switch (new URL(request.url ?? '', issuer).pathname) {
      case '/.well-known/openid-configuration':
        if (!standIn.behavior.discoveryAt) return void send(discovery())
        return void response.writeHead(301, { location: standIn.behavior.discoveryAt }).end()
      case '/.well-known/openid-configuration/':
        return void send(discovery())
      case '/jwks':
        return void send(
          (standIn.behavior.keys ?? ((all) => ({ keys: all })))(
            [...keys.values()].map(({ jwk }) => jwk),
          ),
        )
      case '/userinfo':
        return void send(userinfo?.body ?? {}, userinfo?.status ?? 404)
      case '/token': {
        const form = new URLSearchParams(text)
        standIn.tokenRequests.push({ authorization: request.headers.authorization, form })
        const { body, status } = token ?? { body: await tokens(form), status: 200 }
        if (!encoding) return void send(body, status)
        const { bytes, coding, ...odd } = encoding(JSON.stringify(body))
        return void response
          .writeHead(odd.status ?? status, coding ? { 'content-encoding': coding } : {})
          .end(bytes)
      }
      default:
        return void send({}, 404)
    }
  }
  return standIn
}

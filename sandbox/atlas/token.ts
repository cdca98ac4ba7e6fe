import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Actor } from './credentials'

// A fixed key, so that tokens stay valid over a restart, as in Atlas.
const key = 'sandbox-atlas-token-key'
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url')

export const sameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** A bearer token for an actor, valid for `seconds` of real time. */
export function issueToken(actor: Actor, seconds: number): string {
  const iat = Math.floor(Date.now() / 1000)
  const claims = {
    iss: 'sandbox-atlas',
    sub: actor.clientId,
    jti: randomUUID(),
    iat,
    exp: iat + seconds,
  }
  const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`
  return `${text}.${sign(text)}`
}

/** Client id and token id of a valid token. */
export function readToken(token: string): { clientId: string; tokenId: string } | undefined {
  const [head, body, signature] = token.split('.')
  if (!head || !body || !signature || !sameText(signature, sign(`${head}.${body}`)))
    return undefined
  const claims: { sub?: string; jti?: string; exp?: number } = JSON.parse(
    Buffer.from(body, 'base64url').toString(),
  )
  if (!claims.sub || !claims.jti || !claims.exp || claims.exp * 1000 <= Date.now()) return undefined
  return { clientId: claims.sub, tokenId: claims.jti }
}

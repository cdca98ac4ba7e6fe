import { createHash } from 'node:crypto'
import { type Actor, actors } from './credentials'
import { challenge, checkDigest } from './digest'
import { Reject, reject } from './reject'
import type { Fact } from './routes'
import { readToken } from './token'
import type { World } from './world'

const unauthorized = (how: string) =>
  new Reject(401, 'UNEXPECTED_ERROR', 'You are not authorized for this resource.', {
    headers: { 'WWW-Authenticate': how },
  })

/** The caller, by bearer token or HTTP digest. Throws 401 with a challenge. */
export function authenticate(
  world: World,
  header: string | undefined,
  method: string,
  uri: string,
): Actor {
  if (header?.startsWith('Bearer ')) {
    const claims = readToken(header.slice('Bearer '.length).trim())
    const actor = actors.find((a) => a.clientId === claims?.clientId)
    if (claims && actor && !world.data.revokedTokens.includes(claims.tokenId)) return actor
    throw unauthorized('Bearer error="invalid_token"')
  }
  const found = header?.startsWith('Digest ') ? checkDigest(header, method, uri) : undefined
  if (found === 'stale') throw unauthorized(challenge(true))
  if (!found) throw unauthorized(challenge())
  return found
}

/** Throws 403 when the address switch is on, or when the actor lacks the required role. */
export function authorize(world: World, actor: Actor, fact: Fact, address: string): void {
  if (world.switches.refuseAddress)
    throw reject(
      403,
      'IP_ADDRESS_NOT_ON_ACCESS_LIST',
      `IP address ${address} is not allowed to access this resource.`,
      address,
    )
  if (!actor.limited || fact.roles.length === 0) return
  if (fact.roles.some((role) => actor.limited?.roles.includes(role))) return
  throw new Reject(
    403,
    'USER_UNAUTHORIZED',
    `The current user lacks a role for this: ${fact.roles.join(' or ')}.`,
    { parameters: fact.roles },
  )
}

/** A name that distinguishes credentials without revealing them. */
export const hashOf = (text: string): string =>
  createHash('sha256').update(`sandbox ${text}`).digest('hex').slice(0, 16)

import { createHash, randomBytes } from 'node:crypto'
import type { Authority, Ticket } from './authority'

/** The parts of a Digest challenge that are used here (RFC 7616 section 3.3). */
export type Challenge = {
  realm: string
  nonce: string
  algorithm: 'MD5' | 'SHA-256'
  opaque?: string
}

/** The first Digest challenge with qop=auth in WWW-Authenticate; undefined when there is none. */
export function parseChallenge(value: string | string[] | undefined): Challenge | undefined {
  for (const one of [value ?? []].flat()) {
    const start = one.search(/\bDigest\s/i)
    if (start < 0) continue
    const found: Record<string, string> = {}
    const pairs = one
      .slice(start + 7)
      .matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)
    for (const [, name = '', text, token] of pairs)
      found[name.toLowerCase()] ??= text?.replace(/\\(.)/g, '$1') ?? token ?? ''
    const { realm, nonce, opaque, algorithm = 'MD5', qop } = found
    const name = algorithm.toUpperCase()
    if (realm === undefined || !nonce || (name !== 'MD5' && name !== 'SHA-256')) continue
    if (!qop?.split(/[\s,]+/).includes('auth')) continue
    return { realm, nonce, algorithm: name, ...(opaque === undefined ? {} : { opaque }) }
  }
  return undefined
}

/** The Authorization header for one request (RFC 7616 section 3.4, qop=auth). `count` starts at 1 per nonce. */
export function digestHeader(
  challenge: Challenge,
  user: { name: string; password: string },
  line: { method: string; path: string },
  count: number,
  cnonce: string,
): string {
  const { realm, nonce, algorithm, opaque } = challenge
  const hash = (text: string) =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex')
  const nc = count.toString(16).padStart(8, '0')
  const response = hash(
    [
      hash(`${user.name}:${realm}:${user.password}`),
      nonce,
      nc,
      cnonce,
      'auth',
      hash(`${line.method}:${line.path}`),
    ].join(':'),
  )
  const quoted = (text: string) => `"${text.replace(/(["\\])/g, '\\$1')}"`
  return `Digest ${[
    `username=${quoted(user.name)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(line.path)}`,
    `algorithm=${algorithm}`,
    'qop=auth',
    `nc=${nc}`,
    `cnonce=${quoted(cnonce)}`,
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(', ')}`
}

const NONCES = 100

/** Signs calls with an API key. Digest starts with a 401, which is not a failure. */
export function apiKey(key: { publicKey: string; privateKey: string }, pathPrefix = ''): Authority {
  const user = { name: key.publicKey, password: key.privateKey }
  let current: Challenge | undefined
  // Servers can give several callers the same nonce, and refuse a count that was already used with it.
  const counts = new Map<string, number>()

  const sign = (challenge: Challenge, line: { method: string; path: string }) => {
    const count = (counts.get(challenge.nonce) ?? 0) + 1
    counts.set(challenge.nonce, count)
    const oldest = counts.keys().next().value
    if (counts.size > NONCES && oldest !== undefined) counts.delete(oldest)
    return digestHeader(
      challenge,
      user,
      { method: line.method, path: pathPrefix + line.path },
      count,
      randomBytes(16).toString('hex'),
    )
  }

  return {
    async ticket(line): Promise<Ticket> {
      return current ? { header: sign(current, line) } : {}
    },
    async again(line, _, answer) {
      const challenge = parseChallenge(answer.headers['www-authenticate'])
      if (!challenge) return undefined
      return {
        header: sign(challenge, line),
        // Shared only once accepted: a server that checks the order of counts could see 2 before 1.
        accepted: () => {
          current = challenge
        },
      }
    },
    async close() {
      current = undefined
    },
  }
}

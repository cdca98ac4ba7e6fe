import { createHash, createHmac } from 'node:crypto'
import { type Actor, actors } from './credentials'
import { sameText } from './token'

const realm = 'MMS Public API'
/** How long a nonce is valid. Then the challenge has `stale=true`. */
const nonceSeconds = 30

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const seal = (at: string) =>
  createHmac('sha256', 'sandbox-atlas-nonce').update(at).digest('hex').slice(0, 24)
const makeNonce = () => {
  const at = Date.now().toString(36)
  return `${at}.${seal(at)}`
}

/** The `WWW-Authenticate` value of a 401. */
export const challenge = (stale = false): string =>
  `Digest realm="${realm}", domain="", nonce="${makeNonce()}", algorithm=MD5, qop="auth", stale=${stale}`

/** The parts of a Digest Authorization header. */
function partsOf(header: string): Record<string, string | undefined> {
  const parts: Record<string, string> = {}
  for (const found of header.slice('Digest '.length).matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g))
    parts[found[1] ?? ''] = found[2] ?? found[3] ?? ''
  return parts
}

/** The actor who signed a request with HTTP digest (MD5, qop=auth). `stale` when only the nonce is too old. */
export function checkDigest(
  header: string,
  method: string,
  uri: string,
): Actor | 'stale' | undefined {
  const p = partsOf(header)
  const actor = actors.find((a) => a.publicKey === p.username)
  const [at, sealed] = (p.nonce ?? '').split('.')
  if (!actor || !at || !sealed || sealed !== seal(at)) return undefined
  if (p.uri !== uri || p.qop !== 'auth' || p.realm !== realm) return undefined
  const ha1 = md5(`${actor.publicKey}:${realm}:${actor.privateKey}`)
  const expected = md5(`${ha1}:${p.nonce}:${p.nc}:${p.cnonce}:${p.qop}:${md5(`${method}:${uri}`)}`)
  if (!sameText(p.response ?? '', expected)) return undefined
  return Date.now() - Number.parseInt(at, 36) > nonceSeconds * 1000 ? 'stale' : actor
}

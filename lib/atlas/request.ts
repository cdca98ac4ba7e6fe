import { OpError } from '@/lib/ops/failure'
import manifest from '@/package.json'
import type { AtlasCall } from './call'
import { fact } from './facts'
import type { Fact } from './spec'

export const userAgent = `gatehouse/${manifest.version}`

export type AtlasRequest = {
  method: Fact['method']
  /** Path and query, encoded. */
  path: string
  headers: Record<string, string>
  body?: string
}

/** The HTTP request of a call, without a credential. @throws OpError `invalid` for a value that can't be a path segment */
export function buildRequest(call: AtlasCall): AtlasRequest {
  const { method } = fact(call.op)
  const type = `application/vnd.atlas.${call.version}+json`
  const { wire } = call
  return {
    method,
    path: pathOf(call) + (wire ? wire.query && `?${wire.query}` : queryOf(call.query)),
    headers: {
      accept: wire?.accept ?? type,
      // Without it, a proxy may use any encoding.
      'accept-encoding': 'identity',
      'user-agent': userAgent,
      ...(/^[\w.-]{1,128}$/.test(call.requestId) ? { 'x-request-id': call.requestId } : {}),
      ...(call.body === undefined ? {} : { 'content-type': wire?.contentType ?? type }),
    },
    ...(call.body === undefined ? {} : { body: call.body }),
  }
}

/** Keeps the template's slashes and colons; each value stays within one segment. */
function pathOf(call: AtlasCall): string {
  return fact(call.op).path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = call.path[name]
    if (value === undefined) throw new Error(`${call.op} needs the path parameter ${name}`)
    // Proxies resolve dot segments, so these would call another path, however they are encoded.
    if (value === '' || value === '.' || value === '..')
      throw unusable(name, 'can’t be empty, "." or ".."')
    if (!value.isWellFormed()) throw unusable(name, 'contains an invalid character')
    return encodeURIComponent(value)
  })
}

const unusable = (name: string, why: string) =>
  OpError.of('invalid', `The value of ${name} ${why}. Enter a different one.`, {
    fields: { [name]: `This ${why}` },
  })

function queryOf(query: AtlasCall['query'] = {}): string {
  const pairs = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue
    for (const one of Array.isArray(value) ? value : [value]) pairs.append(name, String(one))
  }
  return pairs.size ? `?${pairs}` : ''
}

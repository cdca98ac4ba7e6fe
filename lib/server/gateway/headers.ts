import type { Headers } from '@/lib/atlas/headers'
import type { GatewayHeaders } from './call'

/** RFC 9110: about one connection, not the answer. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/** Headers of Atlas's credential, of its origin, or that Gatehouse sets itself. */
const kept = new Set([
  ...hopByHop,
  'alt-svc',
  'authentication-info',
  'authorization',
  'cache-control',
  'clear-site-data',
  'content-security-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'date',
  'location',
  'nel',
  'permissions-policy',
  'referrer-policy',
  'refresh',
  'report-to',
  'reporting-endpoints',
  'server',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'via',
  'www-authenticate',
  'x-content-type-options',
  'x-frame-options',
  'x-gatehouse-build',
  'x-gatehouse-request-id',
  'x-powered-by',
  'x-request-id',
])
const isKept = (name: string) => kept.has(name) || name.startsWith('access-control-')

/** Atlas's headers that its client may see. */
export function passedBack(headers: Headers): GatewayHeaders {
  const named = new Set(
    [headers.connection ?? []]
      .flat()
      .flatMap((value) => value.split(','))
      .map((name) => name.trim().toLowerCase()),
  )
  return Object.fromEntries(
    Object.entries(headers).flatMap(
      ([name, value]): Array<[string, string | string[]]> =>
        value === undefined || isKept(name.toLowerCase()) || named.has(name.toLowerCase())
          ? []
          : [[name, value]],
    ),
  )
}

/** Of a read: the encodings that the client takes, and its conditions. */
const passedOn = ['accept-encoding', 'if-modified-since', 'if-none-match']

/** The headers of a client that Atlas needs besides media types. */
export function sentOn(headers: Pick<globalThis.Headers, 'get'>): Record<string, string> {
  const named = (headers.get('connection') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
  return Object.fromEntries(
    passedOn.flatMap((name) => {
      const value = headers.get(name)
      return value === null || named.includes(name) ? [] : [[name, value]]
    }),
  )
}

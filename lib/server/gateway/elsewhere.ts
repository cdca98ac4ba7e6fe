import { isIPv4 } from 'node:net'
import { clientAddress } from '../client-address'
import type { GatewayAnswer, GatewayRequest } from './call'
import { refusal } from './refusal'

/** Where Atlas's clients look. The device sign-in of the Atlas CLI has its own routes. */
const roots = /^\/api\/(atlas|private|public)(\/|$)/
const device = /^\/api\/private\/unauth\/account\/device\/[A-Za-z]+$/

/** The path of a request target, as sent. */
export const pathIn = (target: string): string => target.split('?', 1)[0] ?? ''

/** Whether the gateway answers a request: also for an odd spelling, which it refuses instead of leaving it to Next. */
export function isForGateway(target: string): boolean {
  const path = pathIn(target)
  if (device.test(path)) return false
  if (roots.test(path)) return true
  return /%|\/\/|\.|\\|;|[A-Z]/.test(path) && roots.test(plainly(path))
}

/** What a lenient server would make of a path. */
function plainly(path: string): string {
  let text = path
  for (let i = 0; i < 3; i += 1)
    text = text.replaceAll(/%([0-9a-f]{2})/gi, (_, hex) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
  const parts: string[] = []
  for (const part of text.toLowerCase().replaceAll('\\', '/').split('/')) {
    const name = part.split(';', 1)[0] ?? ''
    if (name === '..') parts.pop()
    else if (name !== '.' && name !== '') parts.push(name)
  }
  return `/${parts.join('/')}`
}

const sentences: ReadonlyArray<[RegExp, string]> = [
  [
    /\/telemetry\//,
    'Gatehouse does not pass on telemetry. To turn it off, set DO_NOT_TRACK=1 or MDB_MCP_TELEMETRY=disabled.',
  ],
  [
    /^\/api\/(atlas\/v1(\.|\/|$)|public(\/|$))/,
    'Gatehouse serves version 2 of the Atlas Admin API only, at /api/atlas/v2.',
  ],
]

/** The answer to a path outside of `/api/atlas/v2`. Undefined inside of it. */
export function elsewhere({ method, target, headers }: GatewayRequest): GatewayAnswer | undefined {
  const path = pathIn(target)
  if (/^\/api\/atlas\/v2(\/|$)/.test(path)) return undefined
  if (path === '/api/private/ipinfo' && method === 'GET') {
    const address = clientAddress(headers)
    if (address !== undefined && isIPv4(address))
      return {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ currentIpv4Address: address })),
      }
  }
  const why = sentences.find(([pattern]) => pattern.test(path))?.[1]
  return refusal(
    404,
    'GATEHOUSE_UNKNOWN_OPERATION',
    why ?? 'Gatehouse serves the Atlas Admin API at /api/atlas/v2. It has nothing at this path.',
  )
}

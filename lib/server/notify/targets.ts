import { type LookupAddress, type LookupOptions, lookup as lookupOf } from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { dispatcherTo, routeTo } from '@/lib/atlas/proxy'

/** Never reachable, even when a range that is allowed contains them: they answer with credentials of the machine. */
const METADATA = [
  '169.254.0.0/16',
  'fe80::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '100.100.100.200/32',
]

const MARK = 'GATEHOUSE_TARGET'

/** An address that webhooks may not be sent to. */
class ForbiddenTarget extends Error {
  override name = 'ForbiddenTarget'
  readonly code = MARK
}

/** Whether a failure is, or was caused by, a forbidden address. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && error.code === MARK) ||
    isForbidden(error.cause) ||
    (error instanceof AggregateError && error.errors.some(isForbidden)))

const within = (address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean => {
  const [base, bits] = range.includes('/')
    ? ipaddr.parseCIDR(range)
    : [ipaddr.parse(range), ipaddr.parse(range).kind() === 'ipv4' ? 32 : 128]
  return base.kind() === address.kind() && address.match(base, Number(bits))
}

/** The IPv4 address to which a gateway passes an IPv6 address (NAT64, 6to4). Undefined: none. */
function behindGateway(address: ipaddr.IPv4 | ipaddr.IPv6) {
  const bytes = address.toByteArray()
  if (address.range() === 'rfc6052') return ipaddr.fromByteArray(bytes.slice(12))
  return address.range() === '6to4' ? ipaddr.fromByteArray(bytes.slice(2, 6)) : undefined
}

/**
 * Why a webhook may not be sent to an IP address: only public addresses are reachable, and those in `allowed`. Undefined:
 * it may.
 */
export function whyForbidden(text: string, allowed: readonly string[]): string | undefined {
  if (!ipaddr.isValid(text)) return 'It is not an IP address.'
  // IPv4 inside of IPv6 counts as the IPv4 address.
  const address = ipaddr.process(text)
  const both = [address, behindGateway(address) ?? address]
  if (both.some((one) => METADATA.some((range) => within(one, range))))
    return 'It is a link-local or metadata address.'
  if (address.range() === 'unicast' || allowed.some((range) => within(address, range)))
    return undefined
  return `It is not a public address (${address.range()}).`
}

type Found = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void
type Lookup = (host: string, options: LookupOptions, done: Found) => void

/**
 * A dispatcher for one address of a webhook. It looks at each IP address right before it connects, so neither a second DNS
 * answer nor an odd spelling gets around it. `lookup` is the system's unless a test gives another. A proxy of the
 * environment resolves names itself: then this looks at what the name means here.
 */
export function guardedDispatcher(
  url: string,
  allowed: readonly string[],
  timeoutMs: number,
  lookup: Lookup = lookupOf as Lookup,
): Dispatcher {
  const check = (address: string) => {
    const why = whyForbidden(address, allowed)
    return why ? new ForbiddenTarget(`${address} is refused. ${why}`) : undefined
  }
  const guarded: Lookup = (host, options, done) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      const addresses = Array.isArray(found) ? found : []
      const refused = addresses.map(({ address }) => check(address)).find(Boolean)
      if (refused) return done(refused, [])
      if (options.all) return done(null, addresses)
      const [first] = addresses
      return done(null, first?.address ?? '', first?.family)
    })
  if (routeTo(url).proxy) return throughProxy(url, timeoutMs, guarded, check)
  const connect = buildConnector({ timeout: timeoutMs, lookup: guarded as never })
  return new Agent({
    connect: (options, done) => {
      // No lookup happens for an address.
      const host = options.hostname.replace(/^\[|\]$/g, '')
      const refused = isIP(host) ? check(host) : undefined
      if (refused) return done(refused, null)
      return connect(options, (...result) => {
        const [error, socket] = result
        const wrong = error ? undefined : check(socket?.remoteAddress ?? '')
        if (!wrong) return done(...result)
        socket?.destroy()
        return done(wrong, null)
      })
    },
  })
}

function throughProxy(
  url: string,
  timeoutMs: number,
  guarded: Lookup,
  check: (address: string) => ForbiddenTarget | undefined,
): Dispatcher {
  const through = dispatcherTo(url, { connect: { timeout: timeoutMs } })
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  return through.compose((dispatch) => (options, handler) => {
    const refuse = (error: Error) => handler.onResponseError?.(undefined as never, error)
    if (isIP(host)) {
      const refused = check(host)
      if (!refused) return dispatch(options, handler)
      refuse(refused)
      return true
    }
    guarded(host, { all: true }, (error) => {
      // A name that only the proxy can resolve is the proxy's to check.
      if (isForbidden(error)) refuse(error as Error)
      else dispatch(options, handler)
    })
    return true
  })
}

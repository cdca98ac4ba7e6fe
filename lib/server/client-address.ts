import ipaddr from 'ipaddr.js'
import { covers, normalizeAddress } from '@/lib/format/address'
import { type Configuration, configuration } from './configuration'
import { peerOf } from './peer'

type Trusted = Pick<Configuration, 'trustedProxyHeader' | 'trustedProxies'>

/**
 * The browser's address, or undefined if unknown. With `trustedProxyHeader`, the hop that the first of the trusted proxies
 * wrote: they append, so the client can forge only what is left of it. Otherwise the address of the socket (peer.ts);
 * headers are ignored.
 */
export function clientAddress(
  headers: Pick<Headers, 'get'>,
  { trustedProxyHeader: name, trustedProxies: trusted = 1 }: Trusted = configuration(),
): string | undefined {
  const peer = plain(peerOf(headers))
  if (!name) return peer
  const hops = (headers.get(name) ?? '').split(',').map(hopOf)
  // Fewer hops than proxies: the client went to an inner one.
  if (typeof trusted === 'number') return plain(hops.at(-Math.min(trusted, hops.length)))
  const isTrusted = (one: string) => {
    const block = normalizeAddress(one)
    return block !== undefined && trusted.some((range) => covers(range, block))
  }
  let found = peer
  while (found !== undefined && isTrusted(found) && hops.length > 0) found = plain(hops.pop())
  return found
}

/** The key that limits count by: an IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string | undefined): string {
  if (!address) return 'unknown'
  const parsed = ipaddr.parse(address)
  return parsed instanceof ipaddr.IPv6 ? parsed.parts.slice(0, 4).join(':') : address
}

/** `access.mine`: the address for an access list, or why there is none. */
export function addressForAtlas(found: string | undefined): {
  address: string | null
  why: string | null
} {
  if (!found)
    return {
      address: null,
      why: configuration().trustedProxyHeader
        ? `Can’t detect your public IP: the proxy sent no ${configuration().trustedProxyHeader} header.`
        : 'Can’t detect your public IP.',
    }
  const range = ipaddr.parse(found).range()
  if (range === 'loopback' || range === 'unspecified' || range === 'linkLocal')
    return {
      address: null,
      why: `Can’t detect your public IP: you are connecting from ${found}.`,
    }
  if (range === 'private' || range === 'uniqueLocal' || range === 'carrierGradeNat')
    return {
      address: found,
      why: `${found} is a private address, which Atlas only sees over VPC peering.`,
    }
  return { address: found, why: null }
}

/** RFC 7239: for=192.0.2.60;proto=http, or for="[2001:db8::1]:4711" */
const hopOf = (text: string): string => /(?:^|;)\s*for="?([^";]+)"?/i.exec(text)?.[1] ?? text.trim()

/** The address without port, brackets and IPv4-in-IPv6 wrapping; undefined for anything else. */
function plain(text: string | undefined): string | undefined {
  if (!text) return undefined
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ??
    /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ??
    text
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !(bare.includes(':') && ipaddr.isValid(bare)))
    return undefined
  return ipaddr.process(bare).toString()
}

import ipaddr from 'ipaddr.js'
import { configuration } from './configuration'
import { peerOf } from './peer'

/**
 * The address that the browser comes from, as far as this server can know it; undefined when it cannot.
 * With `trustedProxyHeader` set it is the last hop in that header: the one the nearest proxy wrote, while everything
 * before it may have come from the client. Without, it is the socket's own end (see peer.ts), whatever headers say.
 */
export function clientAddress(
  headers: Pick<Headers, 'get'>,
  trustedHeader = configuration().trustedProxyHeader,
): string | undefined {
  return plain(trustedHeader ? lastHop(headers.get(trustedHeader)) : peerOf(headers))
}

/** What `access.mine` answers for a person's address: the one for an access list, or why there is none. */
export function addressForAtlas(found: string | undefined): {
  address: string | null
  why: string | null
} {
  if (!found)
    return {
      address: null,
      why: configuration().trustedProxyHeader
        ? `The proxy in front of Gatehouse sent no ${configuration().trustedProxyHeader} header.`
        : 'Gatehouse cannot see where this browser comes from.',
    }
  const range = ipaddr.parse(found).range()
  if (range === 'loopback' || range === 'unspecified' || range === 'linkLocal')
    return {
      address: null,
      why: `Gatehouse sees this browser at ${found}, which means the same machine, not an address that Atlas could see.`,
    }
  if (range === 'private' || range === 'uniqueLocal' || range === 'carrierGradeNat')
    return {
      address: found,
      why: `${found} is an address of a private network. Atlas sees it only over peering; over the internet it sees your network's public address.`,
    }
  return { address: found, why: null }
}

function lastHop(header: string | null): string | undefined {
  const hop = header?.split(',').at(-1)?.trim()
  // RFC 7239: for=192.0.2.60;proto=http, or for="[2001:db8::1]:4711"
  const forwarded = hop && /(?:^|;)\s*for="?([^";]+)"?/i.exec(hop)?.[1]
  return forwarded ?? hop
}

/** Without port, brackets and IPv4-in-IPv6 wrapping; undefined for anything but an address. */
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

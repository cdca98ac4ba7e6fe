import ipaddr from 'ipaddr.js'

export type AddressKind = 'ipv4' | 'ipv6' | 'security-group'

// Real AWS ids are hexadecimal, though Atlas's published pattern says digits; the account id before the slash is optional.
const securityGroup = /^(\d{12}\/)?sg-[0-9a-f]{8}([0-9a-f]{9})?$/

/**
 * The canonical form of what a person typed: a CIDR block with its host bits cleared (`203.0.113.8` → `203.0.113.8/32`,
 * IPv6 in its short form), or an AWS security group. Undefined when it is neither.
 */
export function normalizeAddress(text: string): string | undefined {
  const typed = text.trim().toLowerCase()
  if (securityGroup.test(typed)) return typed
  const [host = '', bits, ...rest] = typed.split('/')
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined
  // ipaddr.js also reads octal and shortened IPv4 (`10.1`), which nobody means here; zone ids have no place in a list.
  const v4 = ipaddr.IPv4.isValidFourPartDecimal(host)
  if (!v4 && (!host.includes(':') || host.includes('%') || !ipaddr.IPv6.isValid(host)))
    return undefined
  const address = ipaddr.parse(host)
  const width = v4 ? 32 : 128
  const prefix = bits === undefined ? width : Number(bits)
  if (prefix > width) return undefined
  const cidr = `${address.toString()}/${prefix}`
  const network = v4
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
    : ipaddr.IPv6.networkAddressFromCIDR(cidr)
  return `${network.toString()}/${prefix}`
}

/** The kind of a canonical address. */
export const kindOfAddress = (canonical: string): AddressKind =>
  canonical.includes('sg-') ? 'security-group' : canonical.includes(':') ? 'ipv6' : 'ipv4'

/** The prefix length of a canonical block; undefined for a security group. */
export const prefixOf = (canonical: string): number | undefined =>
  kindOfAddress(canonical) === 'security-group' ? undefined : Number(canonical.split('/')[1])

/** Wider than /16 (IPv4) or /32 (IPv6): a large part of the internet. */
export function isWide(canonical: string): boolean {
  const prefix = prefixOf(canonical)
  return prefix !== undefined && prefix < (kindOfAddress(canonical) === 'ipv4' ? 16 : 32)
}

/** Whether the outer block holds all of the inner one; false across kinds. */
export function covers(outer: string, inner: string): boolean {
  const [a, b] = [kindOfAddress(outer), kindOfAddress(inner)]
  if (a !== b || a === 'security-group') return false
  const [, outerBits] = ipaddr.parseCIDR(outer)
  const [address, innerBits] = ipaddr.parseCIDR(inner)
  if (innerBits < outerBits) return false
  return address.match(ipaddr.parseCIDR(outer))
}

/** How many addresses a canonical block holds, in words: `256`, `65,536`, `2^96`. */
export function sizeInWords(canonical: string): string {
  const prefix = prefixOf(canonical)
  if (prefix === undefined) return 'a security group'
  const free = (kindOfAddress(canonical) === 'ipv4' ? 32 : 128) - prefix
  if (free === 0) return '1 address'
  return free <= 32 ? `${(2 ** free).toLocaleString('en')} addresses` : `2^${free} addresses`
}

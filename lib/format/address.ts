import ipaddr from 'ipaddr.js'

export type AddressKind = 'ipv4' | 'ipv6' | 'security-group'

// Real AWS ids are hexadecimal, though Atlas's published pattern says digits; the account id before the slash is optional.
const securityGroup = /^(\d{12}\/)?sg-[0-9a-f]{8}([0-9a-f]{9})?$/

/** IPv4 written as IPv6 (RFC 4291, 2.5.5.2): the same hosts, so the same entry. */
const MAPPED = '::ffff:0:0/96'

export type Recognized = {
  /** A CIDR block with its host bits cleared (`203.0.113.8` → `203.0.113.8/32`), or an AWS security group. */
  value: string
  kind: AddressKind
  /** Bits beyond the prefix were typed and cleared: `10.1.2.3/8` means `10.0.0.0/8`. */
  isRounded: boolean
}

/** What a person typed, in its one canonical form; undefined when it is no address, block or security group. */
export function recognize(text: string): Recognized | undefined {
  const typed = text.trim().toLowerCase()
  if (securityGroup.test(typed)) return { value: typed, kind: 'security-group', isRounded: false }
  const [host = '', bits, ...rest] = typed.split('/')
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined
  // ipaddr.js also reads octal and shortened IPv4 (`10.1`), which nobody means here; zone ids have no place in a list.
  const isV4 = ipaddr.IPv4.isValidFourPartDecimal(host)
  if (!isV4 && (!host.includes(':') || host.includes('%') || !ipaddr.IPv6.isValid(host)))
    return undefined
  const address = ipaddr.parse(host)
  const width = isV4 ? 32 : 128
  const prefix = bits === undefined ? width : Number(bits)
  if (prefix > width) return undefined
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && prefix >= 96)
    return recognize(`${address.toIPv4Address()}/${prefix - 96}`)
  const cidr = `${address}/${prefix}`
  const network = isV4
    ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
    : ipaddr.IPv6.networkAddressFromCIDR(cidr)
  return {
    value: `${network}/${prefix}`,
    kind: isV4 ? 'ipv4' : 'ipv6',
    isRounded: `${network}` !== `${address}`,
  }
}

/** The canonical form alone. */
export const normalizeAddress = (text: string): string | undefined => recognize(text)?.value

/** Why a text is no address, as a sentence to act on; for texts that `recognize` refuses. */
export function whyNoAddress(text: string): string {
  const typed = text.trim().toLowerCase()
  const [host = '', bits] = typed.split('/')
  const octets = host.split('.')
  const isNumeric = /^[\d.]+$/.test(host) && octets.length > 1
  if (/^(\d+\/)?sg-/.test(typed))
    return 'An AWS security group is sg- and 8 or 17 hexadecimal digits.'
  if (/^[\d.:a-f]+-[\d.:a-f]+$/.test(typed) && /[.:]/.test(typed))
    return 'A range of addresses has to be written as CIDR blocks.'
  if (isNumeric && octets.some((o) => /^0\d/.test(o)))
    return 'A number with a leading zero could mean two things: write it without.'
  if (isNumeric && octets.length !== 4) return 'An IPv4 address has four numbers.'
  if (isNumeric && octets.some((o) => o === '' || Number(o) > 255))
    return 'Each number of an IPv4 address goes from 0 to 255.'
  if (isNumeric && bits?.includes('.')) return 'Write the mask as a prefix length, such as /24.'
  if (isNumeric && bits !== undefined) return 'The prefix length of IPv4 goes from /0 to /32.'
  if (host.includes('%')) return 'A zone id has no meaning outside its machine: leave it out.'
  if (host.includes(':') && ipaddr.IPv6.isValid(host))
    return 'The prefix length of IPv6 goes from /0 to /128.'
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}\.?$/.test(typed))
    return 'A host name: Atlas takes addresses only.'
  return 'Not an IP address, a CIDR block or an AWS security group.'
}

/** The kind of a canonical address. */
export const kindOfAddress = (canonical: string): AddressKind =>
  canonical.includes('sg-') ? 'security-group' : canonical.includes(':') ? 'ipv6' : 'ipv4'

/** The prefix length of a canonical block; undefined for a security group. */
export const prefixOf = (canonical: string): number | undefined =>
  kindOfAddress(canonical) === 'security-group' ? undefined : Number(canonical.split('/')[1])

const widthOf = (canonical: string) => (kindOfAddress(canonical) === 'ipv4' ? 32 : 128)

/** `IPv4 address`, `IPv6 block`, `AWS security group`. */
export function kindInWords(canonical: string): string {
  const prefix = prefixOf(canonical)
  if (prefix === undefined) return 'AWS security group'
  const family = kindOfAddress(canonical) === 'ipv4' ? 'IPv4' : 'IPv6'
  return `${family} ${prefix === widthOf(canonical) ? 'address' : 'block'}`
}

/** Wider than /16 (IPv4) or /32 (IPv6), or all of IPv4 in the guise of IPv6: a large part of the internet. */
export function isWide(canonical: string): boolean {
  const prefix = prefixOf(canonical)
  if (prefix === undefined) return false
  if (kindOfAddress(canonical) === 'ipv4') return prefix < 16
  return prefix < 32 || covers(canonical, MAPPED)
}

/** Every address of its family. */
export const isEverything = (canonical: string): boolean => prefixOf(canonical) === 0

/** Whether the outer block holds all of the inner one (itself included); false across kinds. */
export function covers(outer: string, inner: string): boolean {
  const [a, b] = [blockOf(outer), blockOf(inner)]
  return a !== undefined && b !== undefined && a.width === b.width && holds(a, b)
}

type Block = { width: number; prefix: number; first: bigint; last: bigint }

const holds = (a: Block, b: Block) => a.first <= b.first && b.last <= a.last

function blockOf(canonical: string): Block | undefined {
  const prefix = prefixOf(canonical)
  if (prefix === undefined) return undefined
  const width = widthOf(canonical)
  const bytes = ipaddr.parse(canonical.split('/')[0] ?? '').toByteArray()
  const first = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  return { width, prefix, first, last: first + (1n << BigInt(width - prefix)) - 1n }
}

export type Relation = {
  /** The widest other block that holds all of it. */
  coveredBy?: string
  /** How many other blocks it holds. */
  covers: number
}

/** How distinct canonical addresses lie in one another; n log n, for lists of any length. */
export function relationsOf(canonicals: readonly string[]): Map<string, Relation> {
  const relations = new Map<string, Relation>(canonicals.map((c) => [c, { covers: 0 }]))
  const blocks = [...relations.keys()]
    .flatMap((value) => {
      const block = blockOf(value)
      return block ? [{ value, ...block }] : []
    })
    .sort(
      (a, b) =>
        a.width - b.width ||
        (a.first < b.first ? -1 : a.first > b.first ? 1 : 0) ||
        a.prefix - b.prefix,
    )
  // Blocks never overlap in part: whoever began before and has not ended holds what comes now.
  let around: typeof blocks = []
  for (const block of blocks) {
    around = around.filter((outer) => outer.width === block.width && holds(outer, block))
    const [widest] = around
    if (widest) relations.set(block.value, { covers: 0, coveredBy: widest.value })
    for (const { value } of around) {
      const relation = relations.get(value)
      if (relation) relation.covers += 1
    }
    around.push(block)
  }
  return relations
}

/** How many addresses a canonical block holds, in words: `256 addresses`, `2^96 addresses`, `every IPv4 address`. */
export function sizeInWords(canonical: string): string {
  const prefix = prefixOf(canonical)
  if (prefix === undefined) return 'a security group'
  if (prefix === 0) return `every ${kindOfAddress(canonical) === 'ipv4' ? 'IPv4' : 'IPv6'} address`
  const free = widthOf(canonical) - prefix
  if (free === 0) return '1 address'
  return free <= 32 ? `${(2 ** free).toLocaleString('en')} addresses` : `2^${free} addresses`
}

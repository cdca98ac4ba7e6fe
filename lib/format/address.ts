import ipaddr from 'ipaddr.js'

export type AddressKind = 'ipv4' | 'ipv6' | 'security-group' | 'other'

// Real AWS ids are hexadecimal, though Atlas's published pattern says digits; the account id before the slash is optional.
const securityGroup = /^(\d{12}\/)?sg-[0-9a-f]{8}([0-9a-f]{9})?$/

type Parsed = { host: ipaddr.IPv4 | ipaddr.IPv6; prefix: number }

// ipaddr.js also reads octal and shortened IPv4 (`10.1`), which nobody means here; zone ids have no place in a list.
function hostOf(text: string): Parsed['host'] | undefined {
  const { IPv4, IPv6 } = ipaddr
  if (text.includes(':'))
    return !text.includes('%') && IPv6.isValid(text) ? IPv6.parse(text) : undefined
  return IPv4.isValidFourPartDecimal(text) ? IPv4.parse(text) : undefined
}

// A page asks for many facts about one address after the other, and parsing IPv6 takes most of the time.
let latest: { text: string; parsed: Parsed | undefined } | undefined

/** An address or CIDR block; undefined for everything else. */
function parse(text: string): Parsed | undefined {
  if (latest?.text !== text) latest = { text, parsed: read(text) }
  return latest.parsed
}

function read(text: string): Parsed | undefined {
  const [hostText = '', bits, ...rest] = text.split('/')
  if (rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) return undefined
  const host = hostOf(hostText)
  if (!host) return undefined
  const width = host instanceof ipaddr.IPv4 ? 32 : 128
  const prefix = bits === undefined ? width : Number(bits)
  if (prefix > width) return undefined
  return { host, prefix }
}

/** A block with its host bits cleared. */
function blockText({ host, prefix }: Parsed): string {
  const bytes = host
    .toByteArray()
    .map((byte, at) => byte & (0xff00 >> Math.min(8, Math.max(0, prefix - at * 8))))
  return `${ipaddr.fromByteArray(bytes)}/${prefix}`
}

/** IPv4 written as IPv6 (RFC 4291, 2.5.5.2) in its IPv4 form: the same hosts. */
const unmapped = ({ host, prefix }: Parsed): string | undefined =>
  host instanceof ipaddr.IPv6 && host.isIPv4MappedAddress() && prefix >= 96
    ? `${host.toIPv4Address()}/${prefix - 96}`
    : undefined

/**
 * The canonical form of an entry as Atlas or anybody writes it: a CIDR block with its host bits cleared
 * (`203.0.113.8` → `203.0.113.8/32`), or an AWS security group; undefined when it is neither.
 */
export function normalizeAddress(text: string): string | undefined {
  const typed = text.trim().toLowerCase()
  if (securityGroup.test(typed)) return typed
  const parsed = parse(typed)
  if (!parsed) return undefined
  const mapped = unmapped(parsed)
  return mapped === undefined ? blockText(parsed) : normalizeAddress(mapped)
}

/** The kind of a canonical address; `other` for a text that is none. */
export const kindOfAddress = (canonical: string): AddressKind =>
  securityGroup.test(canonical)
    ? 'security-group'
    : !parse(canonical)
      ? 'other'
      : canonical.includes(':')
        ? 'ipv6'
        : 'ipv4'

/** The prefix length of a canonical block; undefined for everything else. */
export const prefixOf = (canonical: string): number | undefined => parse(canonical)?.prefix

/** `IPv4 address`, `IPv6 block`, `AWS security group`, `Not an address`. */
export function kindInWords(canonical: string): string {
  const kind = kindOfAddress(canonical)
  if (kind === 'security-group') return 'AWS security group'
  const block = blockOf(canonical)
  if (!block) return 'Not an address'
  return `${kind === 'ipv4' ? 'IPv4' : 'IPv6'} ${block.prefix === block.width ? 'address' : 'block'}`
}

/** Every address of its family. */
export const isEverything = (canonical: string): boolean => prefixOf(canonical) === 0

/** Whether the outer block holds all of the inner one (itself included); false across kinds. */
export function covers(outer: string, inner: string): boolean {
  const [a, b] = [blockOf(outer), blockOf(inner)]
  return a !== undefined && b !== undefined && holds(a, b)
}

export type Block = { width: number; prefix: number; first: bigint; last: bigint }

/** Whether the first block holds all of the second one (itself included); false across families. */
export const holds = (a: Block, b: Block): boolean =>
  a.width === b.width && a.first <= b.first && b.last <= a.last

/** The first and the last address of a canonical block as numbers; undefined for everything else. */
export function blockOf(canonical: string): Block | undefined {
  const parsed = parse(canonical)
  if (!parsed) return undefined
  const bytes = parsed.host.toByteArray()
  const width = bytes.length * 8
  const free = BigInt(width - parsed.prefix)
  const host = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const first = (host >> free) << free
  return { width, prefix: parsed.prefix, first, last: first + (1n << free) - 1n }
}

export type Relation = {
  /** The widest other block that holds all of it. */
  coveredBy?: string
  /** How many other blocks it holds. */
  covers: number
}

type NamedBlock = Block & { value: string }

/** A canonical address as a block, for `relationsAmong`. */
export function namedBlock(value: string): NamedBlock | undefined {
  const block = blockOf(value)
  return block && { value, ...block }
}

/** How canonical addresses lie in one another; n log n, for lists of any length. */
export function relationsOf(canonicals: readonly string[]): Map<string, Relation> {
  const values = [...new Set(canonicals)]
  const relations = relationsAmong(values.flatMap((value) => namedBlock(value) ?? []))
  return new Map(values.map((value) => [value, relations.get(value) ?? { covers: 0 }]))
}

/** The same for distinct blocks. It takes a small part of the time that it takes to parse them. */
export function relationsAmong(named: readonly NamedBlock[]): Map<string, Relation> {
  const relations = new Map<string, Relation>(named.map(({ value }) => [value, { covers: 0 }]))
  const blocks = named.toSorted(
    (a, b) =>
      a.width - b.width ||
      (a.first < b.first ? -1 : a.first > b.first ? 1 : 0) ||
      a.prefix - b.prefix,
  )
  // Blocks never overlap in part: whoever began before and has not ended holds what comes now.
  let around: NamedBlock[] = []
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
  const block = blockOf(canonical)
  if (!block) return kindOfAddress(canonical) === 'security-group' ? 'a security group' : 'unknown'
  const { width, prefix } = block
  if (prefix === 0) return `every ${width === 32 ? 'IPv4' : 'IPv6'} address`
  const free = width - prefix
  if (free === 0) return '1 address'
  return free <= 32 ? `${(2 ** free).toLocaleString('en')} addresses` : `2^${free} addresses`
}

import ipaddr from 'ipaddr.js'
import { type Block, blockOf } from './address'

/** How many addresses one person may allow: a /16 of IPv4, a /32 of IPv6. */
const MOST = { 4: 1n << 16n, 6: 1n << 96n } as const
/** The largest block that counts as small: a /24 of IPv4, a /48 of IPv6. */
const SMALL = { 4: 1n << 8n, 6: 1n << 80n } as const

/** IPv6 prefixes whose addresses are IPv4 hosts, and the bit at which the IPv4 address begins. */
const embeddings = [
  ['::ffff:0:0', 96, 96], // IPv4-mapped, RFC 4291
  ['::ffff:0:0:0', 96, 96], // IPv4-translated, RFC 2765
  ['64:ff9b::', 96, 96], // NAT64, RFC 6052
  ['64:ff9b:1::', 48, 96], // local-use NAT64, RFC 8215
  ['2002::', 16, 16], // 6to4, RFC 3056
  ['2001::', 32, 96], // Teredo, RFC 4380
] as const

type Span = { first: bigint; last: bigint }
type Spans = { 4: Span[]; 6: Span[] }

const bigOf = (text: string) =>
  ipaddr
    .parse(text)
    .toByteArray()
    .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

// At first use: browsers load ipaddr.js after the page.
let outerSpans: Array<Span & { at: number }> | undefined
const around = () => {
  outerSpans ??= embeddings.map(([network, prefix, at]) => {
    const first = bigOf(network)
    return { first, last: first + (1n << BigInt(128 - prefix)) - 1n, at }
  })
  return outerSpans
}

/** The IPv4 addresses that an IPv6 block reaches. */
function embedded({ first, last, prefix }: Block): Span[] {
  return around().flatMap((outer) => {
    if (first <= outer.first && outer.last <= last) return [{ first: 0n, last: (1n << 32n) - 1n }]
    if (first < outer.first || outer.last < last) return []
    const bits = BigInt(Math.min(32, Math.max(0, prefix - outer.at)))
    const address = (first >> BigInt(96 - outer.at)) & ((1n << 32n) - 1n)
    const start = (address >> (32n - bits)) << (32n - bits)
    return [{ first: start, last: start + (1n << (32n - bits)) - 1n }]
  })
}

const isEmbedded = ({ first, last }: Span) =>
  around().some((outer) => outer.first <= first && last <= outer.last)

function spansOf(canonicals: readonly string[]): Spans {
  const spans: Spans = { 4: [], 6: [] }
  for (const canonical of canonicals) {
    const block = blockOf(canonical)
    if (block?.width === 32) spans[4].push(block)
    if (block?.width !== 128) continue
    spans[4].push(...embedded(block))
    if (!isEmbedded(block)) spans[6].push(block)
  }
  return spans
}

/** How many addresses the spans hold together, without counting any twice. */
function sizeOf(spans: readonly Span[]): bigint {
  const sorted = spans.toSorted((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
  let size = 0n
  let end = -1n
  for (const { first, last } of sorted) {
    const start = first > end ? first : end + 1n
    if (last >= start) size += last - start + 1n
    if (last > end) end = last
  }
  return size
}

export type Reach = { family: 'IPv4' | 'IPv6'; size: bigint; most: bigint }

type Family = 4 | 6
const families = [4, 6] as const

const inTier = (spans: readonly Span[], family: Family, isSmall: boolean) =>
  spans.filter((one) => one.last - one.first < SMALL[family] === isSmall)

/**
 * Whether a list holds more addresses than one person may allow after these are added, and how many; undefined: it doesn't.
 * Listed blocks that are too wide by themselves don't count, because they were approved. Small blocks are counted apart from
 * large ones, so that a single host can still be added next to a large block; one person can reach twice the limit at most.
 */
export function tooWide(
  added: readonly string[],
  listed: readonly string[] = [],
): Reach | undefined {
  const fresh = spansOf(added)
  const seen = spansOf(listed.filter((one) => !isWide(one)))
  for (const family of families)
    for (const isSmall of [false, true]) {
      const some = inTier(fresh[family], family, isSmall)
      if (some.length === 0) continue
      const size = sizeOf([...some, ...inTier(seen[family], family, isSmall)])
      const most = MOST[family]
      if (size > most) return { family: `IPv${family}`, size, most }
    }
  return undefined
}

/** Whether one canonical address is more than one person may allow. */
export const isWide = (canonical: string): boolean => tooWide([canonical]) !== undefined

/** `65,536`, `2^96`, `about 2^97`: how many, short enough to read. */
export function sizeText(size: bigint): string {
  if (size <= 1n << 32n) return size.toLocaleString('en')
  const bits = size.toString(2).length - 1
  return `${size === 1n << BigInt(bits) ? '' : 'about '}2^${bits}`
}

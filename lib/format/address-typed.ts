import ipaddr from 'ipaddr.js'
import { blockOf, holds, kindOfAddress, normalizeAddress } from './address'
import { codeOf, whyHidden } from './invisible'

/** Ranges that no client connects from (IANA special-purpose registries). */
const unusable = [
  ['127.0.0.0/8', 'is a loopback address'],
  ['0.0.0.0/8', 'means “this network”'],
  ['169.254.0.0/16', 'is a link-local address'],
  ['224.0.0.0/4', 'is a multicast address'],
  ['255.255.255.255/32', 'is the broadcast address'],
  ['240.0.0.0/4', 'is reserved'],
  ['::1/128', 'is the loopback address'],
  ['fe80::/10', 'is a link-local address'],
  ['ff00::/8', 'is a multicast address'],
] as const
// At first use: browsers load ipaddr.js after the page.
let blocks: Array<{ block: ReturnType<typeof blockOf>; why: string }> | undefined
const unusableBlocks = () => {
  blocks ??= unusable.map(([text, why]) => ({ block: blockOf(text), why }))
  return blocks
}

/** Characters of the longest address or security group, with room for typos. */
const LONGEST = 100

/** Characters that look like part of an address. */
const signNames: Readonly<Record<string, string>> = {
  '\u00a0': 'no-break space',
  '\u2018': 'left single quotation mark',
  '\u2019': 'right single quotation mark',
  '\u201c': 'left double quotation mark',
  '\u201d': 'right double quotation mark',
  '\u2013': 'en dash',
}

const octets = /^\d{1,3}(\.\d{1,3}){3}$/
const isOctets = (text: string) =>
  octets.test(text) && text.split('.').every((o) => Number(o) < 256)

/** The prefix length of a netmask such as `255.255.255.0`; undefined when it has none. */
function prefixOfMask(mask: string): number | undefined {
  if (!isOctets(mask)) return undefined
  return (
    ipaddr.IPv4.parse(mask.replaceAll(/\b0+(?=\d)/g, '')).prefixLengthFromSubnetMask() ?? undefined
  )
}

/** Why a text is not an address, and what to write. */
function whyNoShape(typed: string): string {
  const [host = '', bits] = typed.split('/')
  const numbers = host.split('.')
  const isNumeric = /^[\d.]+$/.test(host) && numbers.length > 1
  const wildcard = /^(\d{1,3}(?:\.\d{1,3}){0,2})((?:\.[*x])+)$/.exec(typed)
  const url = /^[a-z][a-z\d+.-]*:\/\/(?:[^@/]*@)?([^/:?#]*)/.exec(typed)
  const port = /^(?:\[([\da-f:.]+)\](?::\d*)?|(\d{1,3}(?:\.\d{1,3}){3}):\d*)$/.exec(typed)
  if (/^(\d+\/)?sg-/.test(typed))
    return 'An AWS security group ID is “sg-” and 8 or 17 hexadecimal digits.'
  if (url)
    return `This is a URL. Write ${normalizeAddress(url[1] ?? '') ? url[1] : 'the IP address'} only.`
  if (isRange(typed)) return RANGE
  if (port) return `Leave out the port and brackets: write ${port[1] ?? port[2]}.`
  if (wildcard) {
    const stars = (wildcard[2]?.length ?? 0) / 2
    const known = (wildcard[1] ?? '').split('.')
    if (known.length + stars === 4)
      return `Write the block as ${[...known, ...Array(stars).fill('0')].join('.')}/${known.length * 8}.`
  }
  if (isNumeric && numbers.some((o) => /^0\d/.test(o)))
    return 'A leading zero can mean octal. Write each number without it.'
  if (isNumeric && numbers.length !== 4) return 'An IPv4 address has four numbers.'
  if (isNumeric && numbers.some((o) => o === '' || Number(o) > 255))
    return 'Each number of an IPv4 address is 0 to 255.'
  if (isNumeric && bits?.includes('.')) {
    const prefix = prefixOfMask(bits)
    const block = prefix === undefined ? undefined : normalizeAddress(`${host}/${prefix}`)
    return block
      ? `Write the netmask as a prefix length: ${block}.`
      : 'This netmask is not valid. Write a prefix length such as /24.'
  }
  if (isNumeric && bits !== undefined) return 'The prefix length of IPv4 is /0 to /32.'
  if (host.includes('%')) return 'Leave out the zone ID: it is only known on one machine.'
  if (host.includes(':') && ipaddr.IPv6.isValid(host))
    return 'The prefix length of IPv6 is /0 to /128.'
  if (/^[a-z\d-]+(\.[a-z\d-]+)*\.[a-z]{2,}\.?$/.test(typed))
    return 'This is a host name. Atlas takes IP addresses only.'
  return 'Not an IP address, a CIDR block or an AWS security group.'
}

export const RANGE = 'Write a range of addresses as CIDR blocks.'

/** Whether a text is a range: two addresses, or an address and a last number, with a dash, dots, `to` or `through` between them. */
export const isRange = (text: string): boolean =>
  /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*)(?:\/\d{1,3})?\s*(?:[-–—−~]|\.\.+|\b(?:to|through)\b)\s*(?:[\d.]+|[\da-f]*:[\da-f:.]*)(?:\/\d{1,3})?$/i.test(
    text.trim(),
  )

/** Why a well-formed address is refused, and what to write. */
function whyNoMeaning(typed: string, value: string): string | undefined {
  if (kindOfAddress(value) === 'security-group') return undefined
  const [host = '', bits] = typed.split('/')
  const [network] = value.split('/')
  const isV6 = host.includes(':')
  if (isV6 && !value.includes(':'))
    return `This is IPv4 in IPv6 form. Write ${value.replace('/32', '')}.`
  const parsed = ipaddr.parse(host)
  if (/^0\d/.test(bits ?? '')) return `Write the prefix length without a leading zero: ${value}.`
  if (bits !== '0' && /^(0\.0\.0\.0|::)\/(32|128)$/.test(value))
    return `${host} is not the address of a host. Write ${isV6 ? '::/0' : '0.0.0.0/0'} if you mean every ${isV6 ? 'IPv6' : 'IPv4'} address.`
  if (`${parsed}` !== network)
    return `${typed} has host bits set. Write ${value} for the block, or ${host} for the single address.`
  const block = blockOf(value)
  const range = unusableBlocks().find((one) => one.block && block && holds(one.block, block))
  return range && `${typed} ${range.why}: no client connects from there.`
}

/** The canonical form of a typed address, or why it is refused and what to write. Nothing is rounded or guessed. */
export function readAddress(text: string): { value: string } | { whyNot: string } {
  const typed = text.trim().toLowerCase()
  if (typed.length > LONGEST) return { whyNot: 'This is too long for an address.' }
  const hidden = whyHidden(text)
  if (hidden) return { whyNot: hidden }
  const [odd] = /[^\x20-\x7e]/u.exec(text.trim()) ?? []
  if (odd) {
    const name = signNames[odd]
    return { whyNot: `Contains ${codeOf(odd)}${name ? ` (${name})` : ''}. Delete it.` }
  }
  const value = normalizeAddress(typed)
  if (value === undefined) return { whyNot: whyNoShape(typed) }
  const whyNot = whyNoMeaning(typed, value)
  return whyNot ? { whyNot } : { value }
}

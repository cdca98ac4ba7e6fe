import { isRange, RANGE, readAddress } from '@/lib/format/address-typed'
import { readCsv } from '@/lib/format/csv'
import { whyHidden } from '@/lib/format/invisible'
import { type Candidate, fieldOf, isNothing, keepsOut, OFF, type Piece, RULE } from './pieces'

type Read = { items: readonly Candidate[] } | { why: string }

const MIXED = 'Write # before the comment, or put each address on its own line.'
const NAME_FIRST = 'Write the address first, then # and the comment.'
const COLUMNS =
  'There are more than two columns. Put a comment with a comma in quotes, or name the columns on the first line.'

const refuse = (why: string): Read => ({ why })

const rule = `(?:allow|permit|accept|enabled?|true|false|yes|no|on|off|${OFF})(?: all)?`
/** A word of a rule, which as a comment would hide that the address is to be kept out. */
const isRule = (text: string) => new RegExp(`^${rule};?$`, 'i').test(text)
const startsAsRule = (text: string) => new RegExp(`^${rule} [^\\s,]+;?$`, 'i').test(text)

const time = String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?)?`
const zone = 'z|utc|gmt|bst|[jia]st|(?:ce|we|ee|ae)s?t|[ecmp][sd]t'
const date = String.raw`\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|20\d{6}|\d{4}-?w\d\d|\d\d?-[a-z]{3,9}-\d{2,4}`
const clock = String.raw`\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:[ap]m)?|\d\d?[ap]m|[ap]m`
const isDated = new RegExp(
  `^(?:(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|at|on|by|ends?|expir(?:es|y)|until|till)[.:,]? )*` +
    String.raw`(?:${date}|[a-z]{3,9}\.? \d\d?(?:st|nd|rd|th)?,? \d{4}|\d\d?(?:st|nd|rd|th|\.)? [a-z]{3,9}\.?,? \d{4})` +
    String.raw`(?:,? (?:at )?(?:${clock}|(?:${zone})?(?:[+-]\d\d?:?\d{0,2})?))*$`,
  'i',
)
const isLasting =
  /^(?:never|forever|today|tomorrow|no (?:end(?: date)?|expiry)|(?:in |for )?\d+ ?(?:h|d|w|min|(?:minute|hour|day|week|month)s?))$/i
/** Words that end with a time, which was meant as the expiry: a time alone, or one as programs write it. */
const isTimed = (text: string) =>
  new RegExp(String.raw`^(?:${time}|\d{10}|\d{13})$`).test(text) ||
  isDated.test(text) ||
  isLasting.test(text) ||
  /\s\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d|[+-]\d{4})$/.test(text)
const TIMED =
  'For an expiry, name the columns on the first line: address, comment, expires. Write # before a comment that ends with a time.'

const all = (addresses: readonly string[], comment?: string): Read =>
  comment && isRule(comment)
    ? refuse(RULE)
    : { items: addresses.map((address) => ({ address, ...(comment ? { comment } : {}) })) }

const isAddress = (text: string) => 'value' in readAddress(text)

function whyNot(address: string): string {
  const plain = address.replaceAll(/%3a/gi, ':').replace(/%2f/i, '/')
  if (plain !== address && isAddress(plain)) return `This is encoded for a URL. Write ${plain}.`
  const read = readAddress(address)
  return 'whyNot' in read ? read.whyNot : MIXED
}

/** Whether a word was meant as an address, so that it is a mistake when it can't be read. */
const meansAddress = (text: string) =>
  /^(\d+\/)?sg-/i.test(text) ||
  (/^["'“”‘’[]?[\da-f.:/%*-]+["'“”‘’\]]?$/i.test(text) && /\d/.test(text) && /[.:/]/.test(text))

const addressLike = (text: string) => text.split(/[\s,;="'()<>|]+/).filter(meansAddress)

/** Why a text contains something like an address; undefined: it does not. */
function whyAddressLike(text: string): string | undefined {
  const found = addressLike(text)
  const odd = found.find((word) => !isAddress(word))
  return odd === undefined ? found[0] && MIXED : whyNot(odd)
}

/** What pages and terminals print beside an entry. */
const isNoise = (cell: string) =>
  isNothing(cell) || /^(active|pending|failed|edit|delete|remove)$/i.test(cell)

/** The addresses that a line begins with, with or without straight quotes, and what follows them. */
function leading(text: string): { addresses: string[]; separator: string; rest: string } {
  const addresses: string[] = []
  let separator = ''
  let rest = text
  for (;;) {
    const token = /^(?:"[^"]*"|'[^']*'|[^\s,;]+)/.exec(rest)?.[0] ?? ''
    const address = /^(["'])(.*)\1$/.exec(token)?.[2] ?? token
    if (!isAddress(address)) return { addresses, separator, rest }
    addresses.push(address)
    separator = /^[\s,;]*/.exec(rest.slice(token.length))?.[0] ?? ''
    rest = rest.slice(token.length + separator.length)
    if (rest === '' || separator === '') return { addresses, separator, rest }
  }
}

/** The cells of a line, separated by tabs, commas, semicolons or wide gaps; undefined: none. */
function cellsOf(text: string): readonly string[] | string | undefined {
  const separator = text.includes('\t') ? '\t' : /^(?:"[^"]*"|[^",;|])*([,;|])/.exec(text)?.[1]
  const [record] = separator ? readCsv(text, separator) : []
  if (record) return 'why' in record ? record.why : record.cells.map((cell) => cell.trim())
  const cells = text.split(/\s{2,}/)
  return cells.length > 2 || cells.some(isNothing) ? cells : undefined
}

/** An address with its comment, or a name with its address; status words and buttons are ignored. */
function readCells([first = '', second = '', ...more]: readonly string[], text: string): Read {
  const mistake = whyAddressLike(`${isAddress(first) ? '' : first} ${more.join(' ')}`)
  if (mistake) return refuse(mistake)
  if (!isAddress(first))
    return first !== '' && isAddress(second) && more.every(isNoise)
      ? named(first, second)
      : refuse(NAME_FIRST)
  if (isTimed(second)) return refuse(TIMED)
  if (meansAddress(second.split(/\s/)[0] ?? '')) return refuse(whyAddressLike(second) ?? MIXED)
  if (!more.every(isNoise)) return refuse(COLUMNS)
  // A list of addresses in a sentence looks like an address and its comment.
  if (/^[^\t;|"]*$/.test(text) && addressLike(second).some(isAddress)) return refuse(MIXED)
  return all([first], isNothing(second) ? undefined : second)
}

function named(name: string, address: string): Read {
  if (/\d(?:\.\d+){3}/.test(name)) return refuse(MIXED)
  if (fieldOf(name)) return refuse(`“${name}” is the name of a field. ${NAME_FIRST}`)
  // “Block A” is a building.
  if (keepsOut(name.replace(/^block /i, ''))) return refuse(RULE)
  return all([address], name)
}

/** The netmask of a wildcard mask of Cisco: 255.255.255.0 for 0.0.0.255. */
const maskOf = (wildcard: string) =>
  wildcard.replaceAll(/\d+/g, (octet) => `${255 - Number(octet)}`)

/** What follows the addresses where there is no # and there are no cells. */
function readProse(addresses: readonly string[], rest: string): Read {
  const [address] = addresses
  if (address === undefined) {
    const label = /^([^"'`{}[\]<>=:]+):\s+(\S+)$/.exec(rest)
    const [, name = '', value = ''] = label ?? []
    if (isAddress(value)) return named(name.trim(), value)
    return refuse(
      whyAddressLike(rest) === MIXED ? NAME_FIRST : whyNot(addressLike(rest)[0] ?? rest),
    )
  }
  const prefix = /^\/\s*(\d{1,3})(?=\s|$)/.exec(rest)?.[1]
  if (prefix) return refuse(`Write the prefix length without spaces: ${address}/${prefix}.`)
  if (/^255(\.\d+){3}$/.test(rest)) return refuse(whyNot(`${address}/${rest}`))
  if (/^0(\.\d+){3}$/.test(rest)) return refuse(whyNot(`${address}/${maskOf(rest)}`))
  if (isTimed(rest)) return refuse(TIMED)
  const mistake = whyAddressLike(rest)
  if (mistake) return refuse(mistake)
  if (addresses.length > 1) return refuse(MIXED)
  return /^[\p{L}\p{N}(]/u.test(rest) ? all([address], rest) : refuse('Write # before the comment.')
}

/** A line is addresses, then nothing, a comment after # or //, or words; or it is cells. */
function readLine(raw: string): Read {
  const hidden = whyHidden(raw)
  if (hidden) return refuse(hidden)
  const text = raw.trim().replace(/^(?:[-–—*•·▪◦‣]|\d{1,3}[.)])\s+/, '')
  const { addresses, separator, rest } = leading(text)
  const note = /^(?:#|\/\/)\s*(.*)$/.exec(rest)
  if (rest === '') return all(addresses)
  if (startsAsRule(text)) return refuse(RULE)
  if (isAddress(/^(\S+):\s/.exec(text)?.[1] ?? '')) return refuse('Write # before the comment.')
  if (addresses.length > 0 && separator === '') return refuse('Put a space after the address.')
  if (addresses.length > 0 && note) return all(addresses, note[1])
  const [plain = ''] = text.split(/\s(?:#|\/\/)/)
  if (plain.length < 200 && isRange(plain)) return refuse(RANGE)
  const cells = cellsOf(text)
  if (typeof cells === 'string') return refuse(cells)
  return cells ? readCells(cells, text) : readProse(addresses, rest)
}

/** Pieces of a text read line by line; a line that begins with # or // is left out. */
export const readLines = (text: string): Piece[] =>
  text.split(/\r\n|\n|\r/).flatMap((raw, index) => {
    const line = raw.trim()
    if (line === '' || line.startsWith('#') || line.startsWith('//')) return []
    return [{ line: index + 1, text: line, ...readLine(raw) }]
  })

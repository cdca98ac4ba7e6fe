import { kindOfAddress, normalizeAddress } from '@/lib/format/address'
import { readAddress } from '@/lib/format/address-typed'
import { SECURITY_GROUP_END, whyNoComment, whyNoEnd } from '@/lib/ops/access-list-entry'

export type PastedEntry = {
  /** Counted from one. */
  line: number
  typed: string
  value: string
  /** From the text itself; undefined: the form's. */
  comment?: string
  /** From the text itself, ISO 8601; null: it never expires; undefined: the form's. */
  end?: string | null
}

export type BadPiece = {
  line: number
  /** As it was pasted. */
  text: string
  why: string
}

/** One entry as written, not checked yet. */
export type Candidate = { address: string; comment?: string; end?: string | null }

/** A part of a text, such as a line, with all of its entries, or why it has none. */
export type Piece = { line: number; text: string } & (
  | { items: readonly Candidate[] }
  | { why: string }
)

export type Pasted = { entries: PastedEntry[]; bad: BadPiece[]; repeated: number }

/** What a column or field of a known format holds; undefined: unknown. */
export function fieldOf(name: string): 'address' | 'comment' | 'end' | 'ignored' | undefined {
  const plain = name.toLowerCase().replaceAll(/[^a-z\d]/g, '')
  return (Object.keys(fields) as (keyof typeof fields)[]).find((kind) =>
    fields[kind].includes(plain),
  )
}

const fields = {
  address: [
    ...['address', 'ip', 'ipaddress', 'ipaddr', 'cidr', 'cidrblock', 'cidrip', 'ipcidr'],
    ...['ipaddressorcidr', 'entry', 'network', 'subnet', 'value', 'awssecuritygroup'],
    ...['securitygroup', 'awssecuritygroupid'],
  ],
  comment: ['comment', 'comments', 'description', 'note', 'notes', 'name', 'label', 'whoandwhy'],
  end: [
    ...['deleteafterdate', 'deleteafter', 'ends', 'end', 'endsat', 'expires', 'expiresat'],
    ...['expiry', 'expiration'],
  ],
  ignored: [
    ...['size', 'kind', 'type', 'state', 'status', 'until', 'whenitends', 'look', 'worthalook'],
    ...[
      'id',
      'timeouts',
      'groupid',
      'projectid',
      'links',
      'action',
      'actions',
      'edit',
      'delete',
      'expiresin',
      'notice',
    ],
  ],
} as const satisfies Record<string, readonly string[]> as Record<
  'address' | 'comment' | 'end' | 'ignored',
  readonly string[]
>

/** Whether a cell is empty, as tools write it. */
export const isNothing = (text: string): boolean => /^(<nil>|<none>|null|)$/i.test(text.trim())

/** One field of a record: its name as written, and its text; null where it is empty. */
export type Field = { name: string; text: string | null }

export const RULE =
  'This looks like a firewall rule. Paste only the addresses, with comments after #.'

/** Words that say that an address is to be kept out, or no longer let in. */
export const OFF =
  'deny|denied|block|blocked|drop|reject|rejected|disabled?|inactive|revoked|expired|removed|deleted|absent'
const isOff = (text: string) => new RegExp(`^(?:${OFF})$`, 'i').test(text.trim())

/** Whether a name says so, such as `denied_ips` or `officeBlocklist`. `vpc_cidr_block` is one of addresses. */
export function keepsOut(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
  return (
    /^block\b|\bto block$|\b(?:black|block|deny) ?lists?\b|\bbanned\b/.test(words.join(' ')) ||
    words.some((word) => word !== 'block' && isOff(word))
  )
}

/** What a field about the state of an entry may say, for the entry to be allowed. */
const isOn = (text: string) =>
  /^(?:active|pending|failed|present|enabled|allow(?:ed)?|permit(?:ted)?|accept(?:ed)?)?$/i.test(
    text.trim(),
  )
const isState = (name: string) => /^(?:state|status|action)$/i.test(name.trim())

/** Why the fields that are no part of an entry say that it is not to be allowed; undefined: they do not. */
function whyOff(ignored: readonly Field[]): string | undefined {
  if (ignored.some(({ text }) => isOff(text ?? ''))) return RULE
  const odd = ignored.find(({ name, text }) => isState(name) && !isOn(text ?? ''))
  return (
    odd &&
    `The ${odd.name.trim().toLowerCase()} “${odd.text?.slice(0, 40)}” is not known. Paste only the entries to allow, without it.`
  )
}

/** An entry with a comment, where it has none itself. */
export const withComment = (entry: Candidate | string, comment: string | undefined) =>
  typeof entry === 'string' || entry.comment?.trim() || !comment ? entry : { ...entry, comment }

/** The entry of a record of named fields, or why there is none. */
export function candidateOf(record: readonly Field[]): Candidate | string {
  const of = (kind: string) => record.filter(({ name }) => fieldOf(name) === kind)
  const unknown = record.find(({ name }) => fieldOf(name) === undefined)
  if (unknown)
    return `“${unknown.name.slice(0, 40)}” is not a known field. Use address, comment and expires.`
  const off = whyOff(of('ignored'))
  if (off) return off
  const addresses = of('address').flatMap(({ text }) => (text === null ? [] : [text]))
  const [address, ...others] = addresses
  if (address === undefined) return 'This entry has no address.'
  if (others.some((other) => normalizeAddress(other) !== normalizeAddress(address)))
    return 'There are two different addresses. Write them as two entries.'
  const [comments, ends] = [of('comment'), of('end')]
  if (comments.length > 1 || ends.length > 1)
    return 'Two fields could be the comment or the expiry. Leave one out.'
  const [comment, end] = [comments[0]?.text, ends[0]]
  if (comment && isOff(comment)) return RULE
  return {
    // Atlas writes a single address in both ways.
    address: addresses.find((one) => one.includes('/')) ?? address,
    ...(typeof comment === 'string' ? { comment } : {}),
    ...(end ? { end: end.text } : {}),
  }
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/

function whyNoTime(end: string, value: string, now: number): string | undefined {
  if (!isoTime.test(end)) return `“${end.slice(0, 40)}” is not a time such as 2026-12-01T10:00:00Z.`
  if (kindOfAddress(value) === 'security-group') return SECURITY_GROUP_END
  return whyNoEnd(end, now)
}

/** Checks one entry. @returns the entry, or the sentence that says why not */
function entryOf(
  { address, comment, end }: Candidate,
  line: number,
  now: number,
): PastedEntry | string {
  const read = readAddress(address)
  if ('whyNot' in read) return read.whyNot
  const said = comment?.trim()
  const why =
    (said && whyNoComment(said)) || (end ? whyNoTime(end.trim(), read.value, now) : undefined)
  if (why) return why
  return {
    line,
    typed: address.trim(),
    value: read.value,
    ...(said ? { comment: said } : {}),
    ...(end === undefined ? {} : { end: end && new Date(end.trim()).toISOString() }),
  }
}

const isSame = (a: PastedEntry, b: PastedEntry) => a.comment === b.comment && a.end === b.end

/**
 * Checks pieces in order. A piece with a mistake gives no entry at all. A repeated address is counted, and refused if its
 * comment or expiry differs. `now` in milliseconds.
 */
export function collect(pieces: readonly Piece[], now: number): Pasted {
  const entries = new Map<string, PastedEntry>()
  const bad: BadPiece[] = []
  let repeated = 0
  for (const piece of pieces) {
    const { line, text } = piece
    const refuse = (why: string) => void bad.push({ line, text, why })
    if ('why' in piece) {
      refuse(piece.why)
      continue
    }
    const checked = piece.items.map((item) => entryOf(item, line, now))
    const why = checked.find((one) => typeof one === 'string')
    if (typeof why === 'string') {
      refuse(why)
      continue
    }
    const good = checked.filter((one) => typeof one !== 'string')
    const clash = good.find((one) => {
      const known = entries.get(one.value)
      return known && !isSame(known, one)
    })
    if (clash) {
      refuse(
        `${clash.value} is on line ${entries.get(clash.value)?.line} with another comment or expiry.`,
      )
      continue
    }
    for (const one of good)
      if (entries.has(one.value)) repeated += 1
      else entries.set(one.value, one)
  }
  return { entries: [...entries.values()], bad, repeated }
}

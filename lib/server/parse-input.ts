import { withoutCredentials } from '@/lib/format/credentials'
import { REPLACED, whyHidden } from '@/lib/format/invisible'
import { MAX_DEPTH, TOO_DEEP } from '@/lib/format/json-bounds'
import { isObject } from '@/lib/format/values'
import { count } from '@/lib/format/words'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { endsAccess } from '@/lib/ops/registry'
import { takesAway } from './takes-away'

type Described = Pick<Op, 'input'> & Partial<Pick<Op, 'id' | 'kind' | 'atlas'>>

/** Maximum messages for one input, so that a body with thousands of mistakes does not get thousands of messages. */
const MAX_SENTENCES = 50

/**
 * Parses a person's input strictly with the operation's schema. @throws OpError 'invalid' with a message for each field
 */
export function parseInput(op: Described, raw: unknown): Record<string, unknown> {
  const bad = firstBadText(raw, refusesHidden(op), refusesReplaced(op)) ?? firstSecret(op, raw)
  if (bad) throw invalid({ [bad.path]: bad.why }, 1)
  const result = op.input.safeParse(raw)
  if (result.success) return result.data
  const fields: Record<string, string> = {}
  for (const issue of result.error.issues.slice(0, MAX_SENTENCES)) {
    const unknown = issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : undefined
    fields[issue.path.join('.')] ??= unknown ?? issue.message
  }
  throw invalid(fields, Math.max(Object.keys(fields).length, result.error.issues.length))
}

function invalid(fields: Record<string, string>, all: number): OpError {
  const [[path, sentence] = ['', 'The input is not valid.']] = Object.entries(fields)
  const where = path ? `${path}: ` : ''
  const more = all > 1 ? ` (and ${all - 1} more)` : ''
  return OpError.of('invalid', `${where}${sentence}${more}`, { fields })
}

function unknownFields(keys: readonly string[]): string {
  const shown = keys.slice(0, 5).map((key) => (key.length > 60 ? `${key.slice(0, 60)}…` : key))
  const more = keys.length - shown.length
  return `Unknown: ${shown.join(', ')}${more > 0 ? ` and ${count(more, 'other')}` : ''}`
}

const BROKEN = 'This contains an invalid character. Retype it.'

/**
 * Whether invisible characters are refused in a field of an input, at any depth. Queries only look things up. A DELETE
 * names an existing resource, and must be able to remove one with an odd name.
 */
function refusesHidden(op: Described): (field: string, isInside: boolean) => boolean {
  if (op.kind !== 'command') return () => false
  const isDelete = op.atlas && takesAway(op)
  return (field, isInside) =>
    isDelete ? ownWords.has(field) : !notTyped.has(field) && !(isInside && data.has(field))
}
/**
 * Whether U+FFFD is refused in a field: it stands for what could not be read, so the form would write it over the real
 * text. What takes access away always goes on.
 */
function refusesReplaced(op: Described): (field: string) => boolean {
  const isRefused = op.kind === 'command' && !takesAway(op) && !endsAccess(op.id ?? '')
  return (field) => isRefused && field !== 'opened'
}

const ownWords = new Set(['reason', 'comment', 'ticket', 'purpose'])
/** `input` is checked by the requested operation; `opened` is Atlas's state when the form was opened. */
const notTyped = new Set(['input', 'opened'])
/** In JSON text, an escape such as \u200c is visible. Once parsed, it is the same as the character itself. */
const data = new Set(['definition', 'pipeline'])

const SECRET =
  'This looks like a password, key or token. Remove it: it would be stored, and shown to others.'
/** Longer ones are refused for their length. */
const LONGEST_WORDS = 5_000

/**
 * The first of a person's own words with a credential in it: requests, mails and the audit log show them. A revoke is not
 * refused for its words.
 */
function firstSecret(op: Described, raw: unknown): Bad | undefined {
  if (op.kind !== 'command' || op.atlas || takesAway(op) || !isObject(raw)) return undefined
  const path = [...ownWords].find((field) => {
    const text = raw[field]
    return (
      typeof text === 'string' && text.length <= LONGEST_WORDS && withoutCredentials(text) !== text
    )
  })
  return path === undefined ? undefined : { path, why: SECRET }
}

/** What people write in a field of a command's input. */
const PROSE = /^(?:desc|displayName|purpose|reason|\w*(?:[cC]omment|[dD]escription))$/
/** The same, or the data of a definition. The names of tags are in `key`. */
const WORDS = new RegExp(`${PROSE.source}|^(?:value|pipeline|\\w*[dD]efinition)$`)

/**
 * Refuses a credential in an input: in what a person writes or, of a request, anywhere in what Gatehouse stores and shows
 * to approvers. What takes access away is not refused. @throws OpError 'invalid' with a message for its field
 */
export function refuseSecrets(
  op: Described,
  input: Record<string, unknown>,
  isRequest = false,
): void {
  if (takesAway(op) || endsAccess(op.id ?? '')) return
  const fields = isRequest ? WORDS : PROSE
  const find = (value: unknown, path: readonly string[]): string | undefined => {
    const name = path.at(-1) ?? ''
    if (name === 'opened') return undefined
    if (fields.test(name)) {
      const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
      if (withoutCredentials(text) !== text) return path.join('.')
    }
    if (typeof value !== 'object' || value === null) return undefined
    return Object.entries(value)
      .map(([key, one]) => find(one, [...path, key]))
      .find((found) => found !== undefined)
  }
  const path = find(input, [])
  if (path !== undefined) throw invalid({ [path]: SECRET }, 1)
}

type Frame = { entries: Array<[string, unknown]>; at: number }
type Bad = { path: string; why: string }

/**
 * The first invalid text in an input: one that JSON or PostgreSQL can't store, or with an invisible character where those
 * are refused. Also finds input that is nested too deeply. Does not recurse.
 */
function firstBadText(
  raw: unknown,
  refused: ReturnType<typeof refusesHidden>,
  refusedReplaced: ReturnType<typeof refusesReplaced>,
): Bad | undefined {
  const frames: Frame[] = []
  const names = () => frames.map(({ entries, at }) => entries[at]?.[0] ?? '')
  const whyNot = (text: string) => {
    if (!text.isWellFormed() || text.includes('\0')) return BROKEN
    const [top] = frames
    const field = top?.entries[top.at]?.[0] ?? ''
    if (text.includes('\uFFFD') && refusedReplaced(field)) return REPLACED
    return refused(field, frames.length > 1) ? whyHidden(text) : undefined
  }
  const enter = (value: unknown): string | undefined => {
    if (typeof value === 'string') return whyNot(value)
    if (typeof value !== 'object' || value === null) return undefined
    if (frames.length === MAX_DEPTH) return TOO_DEEP
    frames.push({ entries: Object.entries(value), at: -1 })
    return undefined
  }
  let why = enter(raw)
  for (let frame = frames.at(-1); frame && !why; frame = frames.at(-1)) {
    frame.at += 1
    const entry = frame.entries[frame.at]
    if (entry) why = whyNot(entry[0]) ?? enter(entry[1])
    else frames.pop()
  }
  // A deep path helps nobody, so the message is at its top field.
  if (why === undefined) return undefined
  return { path: (why === TOO_DEEP ? names().slice(0, 1) : names()).join('.'), why }
}

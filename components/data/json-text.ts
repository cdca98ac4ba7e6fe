import { isTooLong, tooLong } from '@/lib/format/long-number'

/** Positions and words for JSON that people type: what a parser alone does not say. */

export type JsonPath = ReadonlyArray<string | number>

/** Something wrong in a JSON value, where it stands in it when that is known. */
export type JsonProblem = { path?: JsonPath; message: string }

/** Something wrong in a text: offsets, and the line and the column counted from 1. */
export type PlacedProblem = {
  from: number
  to: number
  line: number
  column: number
  message: string
}

type Mark = { from: number; to: number; message: string }
type Scan = {
  /** The first break of the syntax. */
  broken?: Mark
  /** What parses but would not arrive as typed. */
  odd: Mark[]
  /** Where the value of a path stands. */
  places: Map<string, { from: number; to: number }>
}

const keyOf = (path: JsonPath) => JSON.stringify(path)

class Broken extends Error {
  readonly mark: Mark
  constructor(from: number, message: string) {
    super(message)
    this.mark = { from, to: from + 1, message }
  }
}

const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a text
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const space = /[ \t\n\r]*/y
/** What stands where a value cannot: a word or a run of signs. */
const word = /[\w$.'-]+|./uy

/** Walks a JSON text once, and notes where the values of the wanted paths stand. */
function scan(text: string, wanted: ReadonlySet<string> = new Set()): Scan {
  const odd: Mark[] = []
  const places: Scan['places'] = new Map()
  const path: Array<string | number> = []
  let at = 0

  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const here = () => {
    if (at >= text.length) return 'the text ends'
    word.lastIndex = at
    return `there is ${word.exec(text)?.[0] ?? 'something else'}`
  }
  const expected = (what: string): never => {
    throw new Broken(Math.min(at, text.length), `Here should be ${what}, but ${here()}.`)
  }
  const brokenString = (): never => {
    const from = at
    for (let i = at + 1; i < text.length; i++) {
      const sign = text[i]
      if (sign === '\\') {
        if (!/^(["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(i + 1, i + 6)))
          throw new Broken(i, `\\${text[i + 1] ?? ''} means nothing in a JSON text.`)
        i++
      } else if (sign === '"') break
      else if (sign !== undefined && sign < ' ')
        throw new Broken(from, 'This text has no closing " on its line.')
    }
    throw new Broken(from, 'This text has no closing ".')
  }
  const name = (seen: Set<string>): void => {
    const from = at
    if (text[at] !== '"')
      expected(seen.size === 0 ? 'a name in " or }' : 'a name in " (no comma stands before })')
    const raw = match(string) ?? brokenString()
    const key = String(JSON.parse(raw))
    if (seen.has(key))
      odd.push({
        from,
        to: at,
        message: `${raw} stands twice here: only the last one would count.`,
      })
    seen.add(key)
    match(space)
    if (text[at] !== ':') expected(`: after ${raw}`)
    at++
    path.push(key)
    value()
    path.pop()
  }
  const value = (): void => {
    match(space)
    const from = at
    const sign = text[at]
    if (sign === '{') {
      at++
      match(space)
      if (text[at] === '}') at++
      else {
        const seen = new Set<string>()
        for (;;) {
          match(space)
          name(seen)
          match(space)
          if (text[at] === ',') at++
          else if (text[at] === '}') {
            at++
            break
          } else expected(', or }')
        }
      }
    } else if (sign === '[') {
      at++
      match(space)
      if (text[at] === ']') at++
      else {
        for (let i = 0; ; i++) {
          match(space)
          if (text[at] === ']') expected('a value (no comma stands before ])')
          path.push(i)
          value()
          path.pop()
          match(space)
          if (text[at] === ',') at++
          else if (text[at] === ']') {
            at++
            break
          } else expected(', or ]')
        }
      }
    } else if (sign === '"') {
      if (match(string) === undefined) brokenString()
    } else {
      const found = match(literal)
      if (found === undefined || found === '' || /[\w$.]/.test(text[at] ?? '')) {
        at = from
        expected('a value')
      } else if (isTooLong(found)) odd.push({ from, to: at, message: tooLong(found) })
    }
    if (wanted.size === 0) return
    const key = keyOf(path)
    if (wanted.has(key)) places.set(key, { from, to: at })
  }

  try {
    value()
    match(space)
    if (at < text.length) expected('nothing more')
    return { odd, places }
  } catch (error) {
    if (error instanceof Broken) return { broken: error.mark, odd: [], places }
    // Nesting deeper than the browser can walk.
    if (error instanceof RangeError)
      return { broken: { from: 0, to: 1, message: 'This is nested too deeply.' }, odd: [], places }
    throw error
  }
}

/**
 * Everything wrong in a JSON text, in the order of the text: breaks of the syntax and what would not arrive as typed, then
 * what `check` says of the value, at the place it names or the nearest above it. No text at all is nothing wrong.
 */
export function problemsIn(
  text: string,
  check?: (value: unknown) => readonly JsonProblem[],
): PlacedProblem[] {
  if (text.trim() === '') return []
  const { broken, odd } = scan(text)
  if (broken) return [placed(text, broken)]
  const said = check?.(JSON.parse(text)) ?? []
  const above = ({ path = [] }: JsonProblem) =>
    Array.from({ length: path.length + 1 }, (_, i) => keyOf(path.slice(0, path.length - i)))
  const { places } = said.length > 0 ? scan(text, new Set(said.flatMap(above))) : { places: null }
  const marks: Mark[] = [
    ...odd,
    ...said.map((problem) => ({
      ...(above(problem)
        .map((key) => places?.get(key))
        .find(Boolean) ?? { from: 0, to: text.length }),
      message: problem.message,
    })),
  ]
  return marks.toSorted((a, b) => a.from - b.from).map((mark) => placed(text, mark))
}

function placed(text: string, { from, to, message }: Mark): PlacedProblem {
  const start = Math.min(from, text.length)
  const before = text.slice(0, start)
  return {
    from: start,
    to: Math.min(to, text.length),
    line: before.split('\n').length,
    column: start - (before.lastIndexOf('\n') + 1) + 1,
    message,
  }
}

/** The value of a JSON text for an OpForm's `shape`: the text itself where it is none, so that the operation's check says so. */
export function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string') return text
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** A JSON text without what is there for reading only: every value as it was typed. */
export const withoutSpace = (json: string): string =>
  json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text?: string) => text ?? '')

/** A value as people read and edit it: two spaces a level, names in the order they have. */
export const prettyJson = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? ''

/** The same with names sorted at every level: equal values give equal texts. */
export const sortedJson = (value: unknown): string => prettyJson(sorted(value))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // Not by assignment: a name may be `__proto__`.
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}

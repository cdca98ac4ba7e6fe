import { nameOf, plain, printJson, readJson } from '@/lib/format/json'
import { JsonBroken, nearest, parseTree } from '@/lib/format/json-tree'

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

/**
 * Everything wrong in a JSON text, in the order of the text: the first break of the syntax, else what `check` says of the
 * value, at the place it names or the nearest around it. An empty text has no problems.
 */
export function problemsIn(
  text: string,
  check?: (value: unknown) => readonly JsonProblem[],
): PlacedProblem[] {
  if (text.trim() === '') return []
  try {
    const tree = parseTree(text)
    return (check?.(JSON.parse(text)) ?? [])
      .map(({ path = [], message }) => {
        const { from, to } = nearest(tree, path)
        return { from, to, message }
      })
      .toSorted((a, b) => a.from - b.from)
      .map((mark) => placed(text, mark))
  } catch (error) {
    if (error instanceof JsonBroken) return [placed(text, error)]
    throw error
  }
}

function placed(
  text: string,
  { from, to, message }: { from: number; to: number; message: string },
): PlacedProblem {
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

/** The value of a JSON text, for `printJson`; undefined for an empty text, the text itself when it is not JSON. */
export function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string') return text
  if (text.trim() === '') return undefined
  try {
    return readJson(text)
  } catch {
    return text
  }
}

/** The same for checks, which need neither the order of names nor exact digits. */
export const plainJsonOf = (text: unknown): unknown => plain(jsonOf(text))

/** What a text holds where that is an object or a list in JSON, as inputs keep definitions; any other value as it is. */
export const readText = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*[[{]/.test(value) ? jsonOf(value) : value

/** An object with such texts read. */
export function withTextsRead(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  return entries.some(([, one]) => readText(one) !== one)
    ? Object.fromEntries(entries.map(([name, one]) => [name, readText(one)]))
    : value
}

/** A JSON text without the space that is there for reading only; a broken text as it is. */
export function withoutSpace(text: string): string {
  const value = jsonOf(text)
  return value === undefined || value === text ? text : printJson(value)
}

/** A value as people read and edit it: two spaces a level, names in the order they have. */
export const prettyJson = (value: unknown): string => printJson(value, 2)

/** The same with names sorted at every level: equal values give equal texts. */
export const sortedJson = (value: unknown): string => prettyJson(sorted(value))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // Not by assignment: a name may be `__proto__`.
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (nameOf(a) < nameOf(b) ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}

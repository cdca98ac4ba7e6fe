import { nameOf, plain, printJson, readJson } from '@/lib/format/json'
import { JsonBroken, nearest, parseTree } from '@/lib/format/json-tree'
import { isObject } from '@/lib/format/values'
import { type PlacedProblem, placed } from './placed-problem'

type JsonPath = ReadonlyArray<string | number>

/** A problem in a JSON value, with its path if known. */
export type JsonProblem = { path?: JsonPath; message: string }

/**
 * All problems of a JSON text in text order: the first syntax error, or else what `check` reports, at its path or the
 * nearest ancestor. An empty text has none.
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

/** Parses a JSON text for `printJson`: undefined if empty, the text itself if invalid. */
export function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string') return text
  if (text.trim() === '') return undefined
  try {
    return readJson(text)
  } catch (error) {
    if (error instanceof JsonBroken) return text
    throw error
  }
}

/** The same for checks, which need neither key order nor exact digits. */
export const plainJsonOf = (text: unknown): unknown => plain(jsonOf(text))

/** Parses texts that hold a JSON object or array, as inputs keep definitions; returns anything else unchanged. */
export const readText = (value: unknown): unknown =>
  typeof value === 'string' && /^\s*[[{]/.test(value) ? jsonOf(value) : value

/** Does so for each property of an object. */
export function withTextsRead(value: unknown): unknown {
  if (!isObject(value)) return value
  const entries = Object.entries(value)
  return entries.some(([, one]) => readText(one) !== one)
    ? Object.fromEntries(entries.map(([name, one]) => [name, readText(one)]))
    : value
}

/** Minifies a JSON text; returns invalid text unchanged. */
export function withoutSpace(text: string): string {
  const value = jsonOf(text)
  return value === undefined || value === text ? text : printJson(value)
}

/** Pretty-prints a value with two spaces and its own key order. */
export const prettyJson = (value: unknown): string => printJson(value, 2)

/** The same with sorted keys, so that equal values give equal texts. */
export const sortedJson = (value: unknown): string => prettyJson(sorted(value))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  // Not by assignment: a key may be `__proto__`.
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (nameOf(a) < nameOf(b) ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  )
}

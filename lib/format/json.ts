import { whyTooComplex } from './json-bounds'
import { JsonBroken, type JsonTree, parseTree } from './json-tree'

/**
 * JSON that survives JavaScript. An object moves names such as "2025" to its front, and a number becomes a double: 1.0
 * turns into 1, and 9007199254740993 into its neighbor. What people define (pipelines, index definitions) must reach
 * Atlas, and the page, as it is written. Such names and numbers are therefore kept as strings that begin with a mark;
 * everything between `readJson` and `printJson` handles ordinary values.
 */

/** A Unicode noncharacter, which is reserved for use inside a program. */
const MARK = '\ufdd0'

/** A name as the key of an object, which keeps its place among the others. */
export const keyOf = (name: string): string =>
  /^\d+$/.test(name) || name.startsWith(MARK) ? MARK + name : name

/** The name of a key. */
export const nameOf = (key: string): string => (/^\ufdd0[\d\ufdd0]/.test(key) ? key.slice(1) : key)

const isNumberMark = (text: string) =>
  /^\ufdd0-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)

/** A number of a value from `readJson`, with the precision of a double; undefined when it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && isNumberMark(value) ? Number(value.slice(1)) : undefined
}

/** How a number of a value from `readJson` is written; undefined when it is none. */
export const digitsOf = (value: unknown): string | undefined =>
  typeof value === 'number'
    ? String(value)
    : typeof value === 'string' && isNumberMark(value)
      ? value.slice(1)
      : undefined

/** A string as it is kept: one that begins with the mark itself gets another. */
export const textOf = (value: string) => (value.startsWith(MARK) ? MARK + value : value)

const markedNumber = (source: string) =>
  String(Number(source)) === source ? Number(source) : MARK + source

/** A tree as a value without loss; of a repeated name the last one counts. */
function toValue(tree: JsonTree): unknown {
  switch (tree.kind) {
    case 'object':
      // Not by assignment: a name may be `__proto__`.
      return Object.fromEntries(tree.fields.map(({ name, value }) => [keyOf(name), toValue(value)]))
    case 'array':
      return tree.items.map(toValue)
    case 'number':
      return markedNumber(tree.source)
    case 'text':
      return textOf(tree.value)
    default:
      return tree.value
  }
}

/** A JSON text as a value that `printJson` writes as it was. @throws JsonBroken, also for a repeated name */
export const readJson = (text: string): unknown => toValue(parseTree(text))

/** A value as JSON text: names in their order, numbers as they were written. */
export function printJson(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? ''
  return text.includes(MARK) ? text.replace(strings, unmarked) : text
}

const strings = /"((?:[^"\\]|\\.)*)"(\s*:)?/g

function unmarked(_: string, inner: string, colon = ''): string {
  if (!colon && isNumberMark(inner)) return inner.slice(1)
  return `"${nameOf(inner)}"${colon}`
}

/** The same value as plain JavaScript, for checks that depend neither on the order of names nor on exact digits. */
export function plain(value: unknown): unknown {
  if (typeof value === 'string') return numberOf(value) ?? nameOf(value)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [nameOf(key), plain(one)]))
}

/** What people write, and what is sent back whole. */
const definitions: readonly string[] = ['pipeline', 'definition', 'latestDefinition']
const holdsDefinition = /"(?:pipeline|definition|latestDefinition)"\s*:\s*[[{]/
const isLong = (source: string) => /^-?\d+$/.test(source) && !Number.isSafeInteger(Number(source))

/** A number that a double can't hold exactly (an integer beyond 2^53) or at all (1e999). */
const isOutside = (source: string) => isLong(source) || !Number.isFinite(Number(source))
/** A number follows one of these characters. Hexadecimal ids and dates can have the same digits. */
const isInexact = /(?:^|"\s*:|[[,])\s*-?(?:\d{16}|\d[\d.]*e\+?\d{3})/i
/** A text that looks like a kept number or name. Unescaped, `printJson` would write it as one. */
const isMarked = /\ufdd0|\\ufdd0/i

/**
 * Reads an answer of Atlas or of Gatehouse. Definitions in it lose nothing; elsewhere an integer beyond 2^53, or a number
 * too large for any double, becomes the string of its digits, which is exact.
 * @throws SyntaxError
 */
export const parseJson = (text: string): unknown => parsed(text, 'keep')

/**
 * The same for a body that somebody sent, within the limits of `json-bounds`. In one that holds a definition a name may
 * appear only once in each object.
 * @throws SyntaxError with a sentence
 */
export function parseSent(text: string): unknown {
  const why = whyTooComplex(text)
  if (why) throw new SyntaxError(why)
  try {
    return parsed(text, 'refuse')
  } catch (error) {
    throw error instanceof JsonBroken ? error : new SyntaxError('This is not JSON.')
  }
}

/** A name that JSON.parse would move, or a number that it would write differently. */
const losesExactness = /"\d+"\s*:|(?:"\s*:|[[,])\s*(?:-0|-?\d{16}|-?\d+[.e])/i

/** Whether JSON.parse would lose something. It is many times faster, and most answers lose nothing in it. */
export function needsGrammar(text: string, repeats: 'refuse' | 'keep' = 'keep'): boolean {
  const isExact = repeats === 'keep' && !losesExactness.test(text)
  return (!isExact && holdsDefinition.test(text)) || isInexact.test(text) || isMarked.test(text)
}

const parsed = (text: string, repeats: 'refuse' | 'keep'): unknown =>
  needsGrammar(text, repeats) ? loose(parseTree(text, { repeats })) : JSON.parse(text)

function loose(tree: JsonTree): unknown {
  if (tree.kind === 'array') return tree.items.map(loose)
  if (tree.kind === 'object')
    return Object.fromEntries(
      tree.fields.map(({ name, value }) => [
        textOf(name),
        definitions.includes(name) ? toValue(value) : loose(value),
      ]),
    )
  if (tree.kind === 'number') return isOutside(tree.source) ? tree.source : Number(tree.source)
  return tree.kind === 'text' ? textOf(tree.value) : tree.value
}

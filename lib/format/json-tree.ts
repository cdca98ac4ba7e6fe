import { MAX_DEPTH, TOO_DEEP } from './json-bounds'

/** A JSON text as a tree that keeps what JavaScript objects lose: the order of names, repeated names, how numbers are written. */
export type JsonTree = { from: number; to: number } & (
  | { kind: 'object'; fields: JsonField[] }
  | { kind: 'array'; items: JsonTree[] }
  | { kind: 'text'; value: string }
  | { kind: 'number'; source: string }
  | { kind: 'constant'; value: boolean | null }
)
export type JsonField = { name: string; from: number; to: number; value: JsonTree }

/** Why a text cannot be read, and where: offsets into the text. */
export class JsonBroken extends SyntaxError {
  readonly from: number
  readonly to: number
  constructor(message: string, from: number, to = from + 1) {
    super(message)
    this.from = from
    this.to = to
  }
}

/** An answer wraps a definition in levels of its own. */
const DEEPEST = 2 * MAX_DEPTH

const literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows none of them in a string
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const space = /[ \t\n\r]*/y
/** What to quote where something unexpected is found: a word, or one sign. */
const word = /[\w$.'-]+|./uy
const constants = { true: true, false: false, null: null } as const

const isConstant = (text: string): text is keyof typeof constants => Object.hasOwn(constants, text)

/**
 * Reads a JSON text. With `repeats: 'keep'` an object may hold a name twice.
 * @throws JsonBroken
 */
export function parseTree(
  text: string,
  { repeats = 'refuse' as 'refuse' | 'keep' } = {},
): JsonTree {
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found !== undefined) at += found.length
    return found
  }
  const expected = (what: string): never => {
    word.lastIndex = at
    const found = at < text.length ? (word.exec(text)?.[0] ?? 'something else') : 'the end'
    throw new JsonBroken(`Expected ${what}, found ${found}.`, Math.min(at, text.length))
  }
  const quoted = (): string => {
    const from = at
    if (match(string) === undefined) throw brokenString(text, from)
    return JSON.parse(text.slice(from, at))
  }

  const field = (isFirst: boolean, depth: number): JsonField => {
    const from = at
    if (text[at] !== '"') expected(isFirst ? 'a name in " or }' : 'a name in " after the comma')
    const name = quoted()
    const to = at
    match(space)
    if (text[at] !== ':') expected(`: after ${JSON.stringify(name)}`)
    at++
    return { name, from, to, value: value(depth) }
  }
  /** Comma-separated parts up to `end`. */
  const parts = (end: string, part: (isFirst: boolean) => void) => {
    at++
    match(space)
    if (text[at] === end) return at++
    for (let isFirst = true; ; isFirst = false) {
      match(space)
      part(isFirst)
      match(space)
      if (text[at] === end) return at++
      if (text[at] !== ',') expected(`, or ${end}`)
      at++
    }
  }
  const value = (depth: number): JsonTree => {
    match(space)
    const from = at
    if (depth > DEEPEST) throw new JsonBroken(TOO_DEEP, from)
    if (text[at] === '{') {
      const fields: JsonField[] = []
      const seen = new Set<string>()
      parts('}', (isFirst) => {
        const one = field(isFirst, depth + 1)
        if (repeats === 'refuse' && seen.has(one.name)) throw repeated(one)
        seen.add(one.name)
        fields.push(one)
      })
      return { kind: 'object', from, to: at, fields }
    }
    if (text[at] === '[') {
      const items: JsonTree[] = []
      parts(']', (isFirst) => {
        if (!isFirst && text[at] === ']') expected('a value after the comma')
        items.push(value(depth + 1))
      })
      return { kind: 'array', from, to: at, items }
    }
    if (text[at] === '"') return { kind: 'text', value: quoted(), from, to: at }
    const found = match(literal)
    if (!found || /[\w$.]/.test(text[at] ?? '')) {
      at = from
      return expected('a value')
    }
    return isConstant(found)
      ? { kind: 'constant', value: constants[found], from, to: at }
      : { kind: 'number', source: found, from, to: at }
  }

  const tree = value(1)
  match(space)
  if (at < text.length) expected('nothing more')
  return tree
}

const repeated = ({ name, from, to }: JsonField) =>
  new JsonBroken(
    `${JSON.stringify(name)} appears twice in this object. Give several values as an array: ${JSON.stringify(name)}: [ …, … ].`,
    from,
    to,
  )

function brokenString(text: string, from: number): JsonBroken {
  for (let i = from + 1; i < text.length; i++) {
    const sign = text[i]
    if (sign === '\\') {
      if (!/^(["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(text.slice(i + 1, i + 6)))
        return new JsonBroken(`\\${text[i + 1] ?? ''} is not a JSON escape.`, i)
      i++
    } else if (sign === '"') break
    else if (sign !== undefined && sign < ' ')
      return new JsonBroken('This string has no closing " on its line.', from)
  }
  return new JsonBroken('This string has no closing ".', from)
}

/** The part of a tree at a path, or the nearest part around it. */
export function nearest(tree: JsonTree, path: ReadonlyArray<string | number>): JsonTree {
  let node = tree
  for (const key of path) {
    const next: JsonTree | undefined =
      node.kind === 'object'
        ? node.fields.find(({ name }) => name === String(key))?.value
        : node.kind === 'array'
          ? node.items[Number(key)]
          : undefined
    if (!next) return node
    node = next
  }
  return node
}

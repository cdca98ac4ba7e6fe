import type { SyntaxNode } from '@lezer/common'
import { jsonGrammar } from '#json-grammar'
import { isTooDeep, MAX_DEPTH, TOO_DEEP } from './json-bounds'

/** A JSON text as a tree that keeps what JavaScript objects lose: the order of names, repeated names, how numbers are written. */
export type JsonTree = { from: number; to: number } & (
  | { kind: 'object'; fields: JsonField[] }
  | { kind: 'array'; items: JsonTree[] }
  | { kind: 'text'; value: string }
  | { kind: 'number'; source: string }
  | { kind: 'constant'; value: boolean | null }
)
type JsonField = { name: string; from: number; to: number; value: JsonTree }

/** Why a text can't be read, and where: offsets into the text. */
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

/** What to quote where something unexpected is found: a word, or one sign. */
const word = /[\w$.'-]+|./uy

/**
 * Reads a JSON text. With `repeats: 'keep'` an object may hold a name twice.
 * @throws JsonBroken
 */
export function parseTree(
  text: string,
  { repeats = 'refuse' as 'refuse' | 'keep' } = {},
): JsonTree {
  if (isTooDeep(text, DEEPEST)) throw new JsonBroken(TOO_DEEP, 0)
  const value = (node: SyntaxNode): JsonTree => {
    const { from, to } = node
    const source = text.slice(from, to)
    switch (node.name) {
      case 'Object':
        return { kind: 'object', from, to, fields: fieldsOf(node) }
      case 'Array':
        return { kind: 'array', from, to, items: childrenOf(node).filter(isValue).map(value) }
      case 'String':
        return { kind: 'text', from, to, value: JSON.parse(source) }
      case 'Number':
        return { kind: 'number', from, to, source }
      default:
        return { kind: 'constant', from, to, value: JSON.parse(source) }
    }
  }
  const fieldsOf = (node: SyntaxNode): JsonField[] => {
    const seen = new Set<string>()
    return node.getChildren('Property').map((property) => {
      const { firstChild: name, lastChild: given } = property
      if (!name || !given) throw new Error('A strict parse has no incomplete property')
      const { from, to } = name
      const field = { name: JSON.parse(text.slice(from, to)) as string, from, to }
      if (repeats === 'refuse' && seen.has(field.name)) throw repeated(field)
      seen.add(field.name)
      return { ...field, value: value(given) }
    })
  }
  const top = parsedStrictly(text).topNode.firstChild
  if (!top) throw expected(text, 0, 'a value')
  return value(top)
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child)
  return children
}

/** Brackets and commas are nodes too, named by themselves. */
const isValue = ({ name }: SyntaxNode) => /^\w/.test(name)

function parsedStrictly(text: string) {
  try {
    return jsonGrammar().strict.parse(text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw whyBroken(text, Number(/\d+$/.exec(error.message)?.[0] ?? 0))
  }
}

const expected = (text: string, at: number, what: string) => {
  word.lastIndex = at
  const found = at < text.length ? (word.exec(text)?.[0] ?? 'something else') : 'the end'
  return new JsonBroken(`Expected ${what}, found ${found}.`, at)
}

const containerOf = (node: SyntaxNode): SyntaxNode | null =>
  ['Object', 'Array', 'JsonText'].includes(node.name)
    ? node
    : node.parent && containerOf(node.parent)

/** What was expected where a text stops being JSON, from what is before it. */
function whyBroken(text: string, at: number): JsonBroken {
  if (/[\w.]/.test(text[at - 1] ?? '') && /[\w$.]/.test(text[at] ?? '')) {
    const from = at - (/[\w.+-]+$/.exec(text.slice(0, at))?.[0].length ?? 0)
    return expected(text, from, 'a value')
  }
  const before = text.slice(0, at).trimEnd()
  const node = jsonGrammar().lenient.parse(before).resolveInner(before.length, -1)
  const last = node.name
  if (last === 'PropertyName')
    return expected(text, at, `: after ${before.slice(node.from, node.to)}`)
  const around = containerOf(node)
  const isClosed = last === '}' || last === ']'
  const within = isClosed && around?.parent ? containerOf(around.parent) : around
  const isName = within?.name === 'Object' && /^[{,]$/.test(last)
  if (text[at] === '"' && (isName || /^[[,:]?$/.test(last) || before === ''))
    return brokenString(text, at)
  if (isName) return expected(text, at, `a name in "${last === '{' ? ' or }' : ' after the comma'}`)
  if (last === ',') return expected(text, at, 'a value after the comma')
  if (last === ':' || last === '[' || before === '') return expected(text, at, 'a value')
  const close = { Object: '}', Array: ']' }[within?.name ?? '']
  return expected(text, at, close ? `, or ${close}` : 'nothing more')
}

const repeated = ({ name, from, to }: Omit<JsonField, 'value'>) =>
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
    } else if (sign === '"')
      return new JsonBroken('This string has half of a character in it. Type it again.', from)
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

import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { readAddress } from '@/lib/format/address-typed'
import { sameJson } from '@/lib/format/same'
import {
  type Candidate,
  candidateOf,
  type Field,
  fieldOf,
  keepsOut,
  type Piece,
  RULE,
  withComment,
} from './pieces'

/** Where the known formats keep their entries. */
const lists = ['results', 'projectIpAccessList', 'entries', 'AccessList', 'accessList']
const SHAPE =
  'Gatehouse does not recognize this list. Paste the answer of the Atlas API or CLI, or one address a line.'

const nameOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '')

const textOf = (node: unknown): string | null | undefined => {
  if (node === null || (isScalar(node) && node.value === null)) return null
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}

/** The list of a document: the document itself, or the first known name in it; a sentence when it has more than the list. */
function listOf(node: unknown): Node | string | undefined {
  if (isSeq(node)) return node
  if (!isMap(node)) return undefined
  if (isEntry(node) || isNames(node)) return node
  for (const name of lists) {
    const inner = node.get(name, true)
    if (isSeq(inner)) return whyPart(node, name, inner) ?? inner
  }
  for (const name of ['spec', 'Properties', 'body', 'content']) {
    const inner = node.get(name, true)
    if (isMap(inner)) return listOf(inner)
  }
  return undefined
}

/** Why a list is only a part of what was pasted; undefined: it is all. */
function whyPart(map: YAMLMap, name: string, list: YAMLSeq): string | undefined {
  const total = Number(map.get('totalCount') ?? 0)
  if (total > list.items.length)
    return `This is part of a longer list: ${list.items.length} of ${total} entries. Paste all of them.`
  const links = map.get('links')
  if (isSeq(links) && links.items.some((link) => isMap(link) && link.get('rel') === 'next'))
    return 'This is one page of a longer list. Paste all of its pages.'
  // Other fields of a project have addresses of their own.
  if (map.has('projectRef') || map.has('Type') || name === 'projectIpAccessList') return undefined
  const other = map.items.find((pair) => nameOf(pair) !== name && hasAddress(pair.value))
  return other && `“${nameOf(other).slice(0, 40)}” has addresses too. Paste one list.`
}

function hasAddress(node: unknown): boolean {
  if (isMap(node)) return node.items.some((pair) => hasAddress(pair.value))
  if (isSeq(node)) return node.items.some(hasAddress)
  return 'value' in readAddress(textOf(node) ?? '')
}

const isEntry = (map: YAMLMap) => map.items.some((pair) => fieldOf(nameOf(pair)) === 'address')

/** Names with their addresses: `{ "Office": "203.0.113.8/32" }`. */
const isNames = (map: YAMLMap) =>
  map.items.length > 0 &&
  map.items.every((pair) => fieldOf(nameOf(pair)) === undefined && textOf(pair.value)) &&
  map.items.some((pair) => /^[\da-f.:]+(\/\d+)?$/i.test(textOf(pair.value) ?? ''))

function entryOf(map: YAMLMap): Candidate | string {
  const fields: Field[] = []
  let comment: string | undefined
  for (const pair of map.items) {
    const name = nameOf(pair)
    const text = textOf(pair.value)
    const kind = fieldOf(name)
    if (kind === 'ignored' && text === undefined) continue
    if (text === undefined) return `“${name.slice(0, 40)}” is not text.`
    if (kind === 'address') comment ??= commentOf(pair.value)
    fields.push({ name, text: text === '' && kind === 'address' ? null : text })
  }
  return withComment(candidateOf(fields), comment)
}

/** The comment of YAML behind a value. */
const commentOf = (node: unknown) =>
  isScalar(node) ? node.comment?.split('\n')[0]?.trim() : undefined

/** Pieces of JSON or YAML. Broken or unknown text is one piece with the reason. */
export function readStructured(text: string, as: 'JSON' | 'YAML'): Piece[] {
  const counter = new LineCounter()
  const lines = text.split(/\r\n|\n|\r/)
  const piece = (node: unknown, read: Candidate | string): Piece => {
    const line = isNode(node) && node.range ? counter.linePos(node.range[0]).line : 1
    return {
      line,
      text: (lines[line - 1] ?? '').trim().slice(0, 200),
      ...(typeof read === 'string' ? { why: read } : { items: [read] }),
    }
  }
  const whole = (why: string, line = 1): Piece[] => [
    { line, text: (lines[line - 1] ?? '').trim().slice(0, 200), why },
  ]

  const broken = `This can’t be read as ${as}. Paste it as it was written by a tool, without comments, or one address a line.`
  try {
    const value: unknown = as === 'JSON' ? JSON.parse(text) : undefined
    const documents = parseAllDocuments(text, { lineCounter: counter, version: '1.2' })
    if (!Array.isArray(documents)) return whole(SHAPE)
    const error = documents.flatMap((one) => one.errors)[0]
    if (error) {
      const line = error.linePos?.[0].line
      return whole(
        error.code === 'DUPLICATE_KEY'
          ? `A name is used twice${line ? ` on line ${line}` : ''}. Remove one of them.`
          : broken,
        line,
      )
    }
    if (as === 'JSON' && !(documents.length === 1 && sameJson(documents[0]?.toJS(), value)))
      return whole(broken)
    return documents.flatMap((document) => {
      if (document.contents === null && documents.length > 1) return []
      const list = listOf(document.contents)
      if (isMap(list) && isEntry(list)) return [piece(list, entryOf(list))]
      if (isMap(list))
        return list.items.map((pair) =>
          keepsOut(nameOf(pair))
            ? piece(pair.key, RULE)
            : piece(pair.key, { address: textOf(pair.value) ?? '', comment: nameOf(pair) }),
        )
      if (!isSeq(list)) return [piece(document.contents, typeof list === 'string' ? list : SHAPE)]
      if (list.items.length === 0) return [piece(list, 'This list is empty.')]
      return list.items.map((item) => {
        const found = isAlias(item) ? item.resolve(document) : item
        if (isMap(found)) return piece(item, entryOf(found))
        const address = textOf(found)
        return piece(item, address ? withComment({ address }, commentOf(found)) : SHAPE)
      })
    })
  } catch {
    return whole(broken)
  }
}

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

const RESOURCE = 'mongodbatlas_project_ip_access_list'
const MOST_LEVELS = 30

type Token = { kind: 'string' | 'word' | 'sign' | 'end'; text: string; line: number }
type Value =
  | { kind: 'text'; text: string; line: number }
  | { kind: 'body'; body: Body }
  | { kind: 'list'; values: Value[] }
  | { kind: 'nothing' }
  | { kind: 'expression' }
type Attribute = { name: string; line: number; value: Value }
type Block = { labels: string[]; line: number; body: Body }
type Body = { attributes: Attribute[]; blocks: Block[]; line: number }

class NotHcl extends Error {
  constructor(
    readonly line: number,
    message = `Line ${line} can’t be read as Terraform.`,
  ) {
    super(message)
  }
}

/** Whether a text looks like Terraform: a resource, or assignments. */
export const looksLikeHcl = (text: string): boolean =>
  /^[ \t]*resource[ \t]+"/m.test(text) ||
  /^[ \t]*(?:"[^"\n]*"|[a-z_][\w-]*)[ \t]*=[ \t]*["{[]/im.test(text)

const token =
  /[ \t]+|(?:#|\/\/)(?<comment>[^\r\n]*)|\/\*[\s\S]*?\*\/|(?<line>\r?\n)|(?<heredoc><<)|"(?<string>(?:[^"\\\n]|\\.)*)"|(?<word>[\p{L}\p{N}_.-]+)|(?<sign>[\s\S])/uy

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
}

/** The text of a quoted string; undefined when it holds an expression. @throws NotHcl for an unknown escape */
function unquoted(quoted: string, line: number): string | undefined {
  if (/(?<!\$)(?:\$\$)*\$\{|(?<!%)(?:%%)*%\{/.test(quoted)) return undefined
  return quoted
    .replace(/\\(?:u([\da-f]{4})|U([\da-f]{8})|(.))/gi, (all, four, eight, one: string) => {
      const code = Number.parseInt(four ?? eight, 16)
      const sign = code <= 0x10ffff ? String.fromCodePoint(code) : escapes[one]
      if (sign === undefined) throw new NotHcl(line, `Terraform has no escape ${all}.`)
      return sign
    })
    .replace(/([$%])\1\{/g, '$1{')
}

/** The tokens of a text, and its comments by the line they end. */
function tokensOf(text: string): { tokens: Token[]; comments: Map<number, string> } {
  const tokens: Token[] = []
  const comments = new Map<number, string>()
  let line = 1
  token.lastIndex = 0
  for (let found = token.exec(text); found?.[0]; found = token.exec(text)) {
    const { string, word, sign, comment } = found.groups ?? {}
    if (comment !== undefined) comments.set(line, comment.trim())
    if (found.groups?.heredoc)
      throw new NotHcl(line, 'A heredoc (<<) can’t be read. Write the text in quotes.')
    if (found.groups?.line !== undefined) tokens.push({ kind: 'end', text: '', line })
    else if (string !== undefined) tokens.push({ kind: 'string', text: string, line })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, line })
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, line })
    line += found[0].split('\n').length - 1
  }
  return { tokens, comments }
}

/** Reads the structure of HCL. Expressions are recognized but not evaluated. @throws NotHcl */
function parse(tokens: readonly Token[]): Body {
  let at = 0
  const peek = () => tokens[at]
  const isSign = (sign: string) => peek()?.kind === 'sign' && peek()?.text === sign
  const nameOf = ({ kind, text: name, line }: Token) =>
    (kind === 'string' ? unquoted(name, line) : name) ?? fail()
  const fail = (): never => {
    throw new NotHcl(peek()?.line ?? tokens.at(-1)?.line ?? 1)
  }
  const skipEnds = () => {
    while (peek()?.kind === 'end' || isSign(',')) at += 1
  }

  function body(level: number, isClosed: boolean): Body {
    if (level > MOST_LEVELS) fail()
    const made: Body = { attributes: [], blocks: [], line: peek()?.line ?? 1 }
    for (;;) {
      skipEnds()
      const name = peek()
      if (!name) return isClosed ? fail() : made
      if (isClosed && isSign('}')) {
        at += 1
        return made
      }
      if (name.kind !== 'string' && name.kind !== 'word') fail()
      at += 1
      if (isSign('=') || isSign(':')) {
        at += 1
        made.attributes.push({ name: nameOf(name), line: name.line, value: value(level) })
        continue
      }
      const labels = [name.text]
      for (let next = peek(); next?.kind === 'string' || next?.kind === 'word'; next = peek()) {
        labels.push(next.text)
        at += 1
      }
      if (!isSign('{')) fail()
      at += 1
      made.blocks.push({ labels, line: name.line, body: body(level + 1, true) })
    }
  }

  const isOver = () => {
    const next = peek()
    return !next || next.kind === 'end' || isSign(',') || isSign('}') || isSign(']')
  }

  function value(level: number): Value {
    if (level > MOST_LEVELS) fail()
    const first = peek()
    let made: Value = { kind: 'expression' }
    if (isSign('{')) {
      at += 1
      made = { kind: 'body', body: body(level + 1, true) }
    } else if (isSign('[')) {
      at += 1
      const values: Value[] = []
      for (skipEnds(); !isSign(']'); skipEnds()) {
        if (!peek()) fail()
        values.push(value(level + 1))
      }
      at += 1
      made = { kind: 'list', values }
    } else if (first?.kind === 'string') {
      at += 1
      const plain = unquoted(first.text, first.line)
      if (plain !== undefined) made = { kind: 'text', text: plain, line: first.line }
    } else if (first?.kind === 'word' && first.text === 'null') {
      at += 1
      made = { kind: 'nothing' }
    } else if (isOver()) fail()
    if (isOver()) return made
    skipExpression()
    return { kind: 'expression' }
  }

  /** Skips to the end of an expression, with everything in brackets. */
  function skipExpression() {
    const open: string[] = []
    for (let next = peek(); next; next = peek()) {
      if (open.length === 0 && isOver()) return
      if (next.kind === 'sign' && '([{'.includes(next.text)) open.push(next.text)
      if (next.kind === 'sign' && ')]}'.includes(next.text)) open.pop()
      at += 1
    }
    if (open.length > 0) fail()
  }

  return body(0, false)
}

/** Attributes of the resource that are not part of the entry. */
const isBeside = (name: string) => ['id', 'project_id', 'depends_on', 'provider'].includes(name)

const isAddress = ({ name }: Attribute) => fieldOf(name) === 'address'

function entryOf({ attributes, blocks }: Body): Candidate | string {
  const odd = blocks.find(({ labels }) => !['timeouts', 'lifecycle'].includes(labels[0] ?? ''))
  if (odd) return `The block “${odd.labels[0]}” can’t be read.`
  const fields: Field[] = []
  for (const { name, value } of attributes) {
    if (isBeside(name) || value.kind === 'nothing') continue
    if (fields.some((field) => field.name === name)) return `“${name}” is set twice.`
    if (value.kind !== 'text') return `“${name}” is an expression. Only text in quotes can be read.`
    fields.push({ name, text: value.text })
  }
  return candidateOf(fields)
}

/** Pieces of Terraform: access list resources, and maps and lists of addresses. */
export function readHcl(text: string): Piece[] {
  const lines = text.split(/\r?\n/)
  let comments: ReadonlyMap<number, string> = new Map()
  const at = (line: number, read: Candidate | string): Piece => ({
    line,
    text: (lines[line - 1] ?? '').trim(),
    ...(typeof read === 'string' ? { why: read } : { items: [read] }),
  })

  /** An entry, with its name in a map or the comment behind its address where it has no comment itself. */
  const entryAt = (body: Body, line: number, name?: string): Piece => {
    const address = body.attributes.find(isAddress)
    return at(line, withComment(entryOf(body), name ?? comments.get(address?.line ?? line)))
  }

  function readValue(value: Value, line: number, name?: string): Piece[] {
    if (value.kind === 'body')
      return value.body.attributes.some(isAddress)
        ? [entryAt(value.body, value.body.line, name)]
        : readBody(value.body)
    if (value.kind === 'list') return value.values.flatMap((one) => readValue(one, line))
    if (value.kind === 'expression' || value.kind === 'nothing')
      return [at(line, 'This is an expression. Only text in quotes can be read.')]
    if (name !== undefined && fieldOf(name))
      return [at(line, `“${name}” is set outside of an entry.`)]
    return [at(value.line, withComment({ address: value.text }, name ?? comments.get(value.line)))]
  }

  function readBody(body: Body): Piece[] {
    return [
      ...body.attributes.flatMap(({ name, line, value }) =>
        keepsOut(name) ? [at(line, RULE)] : readValue(value, line, name),
      ),
      ...body.blocks.flatMap(({ labels: [type, kind], line, body: inner }) => {
        if (type === 'resource' && kind === RESOURCE) return [entryAt(inner, line)]
        if (type === 'locals') return readBody(inner)
        return [
          at(line, `“${[type, kind].filter(Boolean).join(' ')}” is not an access list entry.`),
        ]
      }),
    ]
  }

  try {
    const read = tokensOf(text)
    comments = read.comments
    const file = parse(read.tokens)
    if (!file.attributes.some(isAddress)) return readBody(file).sort((a, b) => a.line - b.line)
    return [entryAt(file, file.attributes[0]?.line ?? 1)]
  } catch (error) {
    if (error instanceof NotHcl)
      return [{ line: error.line, text: (lines[error.line - 1] ?? '').trim(), why: error.message }]
    throw error
  }
}

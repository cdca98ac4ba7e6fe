/** A piece of mongosh code; `text` is its value (the content of a string, the digits of a number). */
export type Token = {
  kind: 'name' | 'string' | 'number' | 'regex' | 'sign' | 'end'
  text: string
  /** Flags of a regular expression. */
  flags?: string
  from: number
  to: number
}

/** Why code can't be rewritten, and where. */
export class ShellBroken extends SyntaxError {
  readonly from: number
  constructor(message: string, from: number) {
    super(message)
    this.from = from
  }
}

const blank = /\s+|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\//y
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy
const number = /0[xX][\da-fA-F]+n?|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?n?/y
const regex = /\/((?:[^\\/\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y
const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
  '\n': '',
}

/** Splits mongosh code into tokens, and counts its comments. @throws ShellBroken */
export function tokensOf(text: string): { tokens: Token[]; comments: number } {
  const tokens: Token[] = []
  let comments = 0
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (found) at += found[0].length
    return found
  }
  for (;;) {
    for (let found = match(blank); found; found = match(blank))
      if (found[0].startsWith('/')) comments += 1
    const from = at
    const push = (token: Pick<Token, 'kind' | 'text' | 'flags'>) =>
      tokens.push({ ...token, from, to: at })
    const sign = text[at]
    if (sign === undefined) {
      push({ kind: 'end', text: 'the end' })
      return { tokens, comments }
    }
    if (sign === '"' || sign === "'" || sign === '`') {
      const { value, end } = stringAt(text, at)
      at = end
      push({ kind: 'string', text: value })
      continue
    }
    const word = match(name)
    if (word) {
      push({ kind: 'name', text: word[0] })
      continue
    }
    const digits = match(number)
    if (digits) {
      push({ kind: 'number', text: digits[0] })
      continue
    }
    const pattern = sign === '/' ? match(regex) : null
    if (pattern) {
      push({ kind: 'regex', text: pattern[1] ?? '', flags: pattern[2] ?? '' })
      continue
    }
    at += 1
    push({ kind: 'sign', text: sign })
  }
}

function stringAt(text: string, start: number): { value: string; end: number } {
  const quote = text[start]
  let value = ''
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign === quote) return { value, end: at + 1 }
    if (sign === '\n' && quote !== '`') break
    if (quote === '`' && sign === '$' && text[at + 1] === '{')
      throw new ShellBroken(
        'A template with a variable has no fixed value. Write the text itself.',
        at,
      )
    if (sign !== '\\') {
      value += sign
      continue
    }
    at += 1
    const code = /^(?:u\{([\da-fA-F]{1,6})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/.exec(
      text.slice(at, at + 9),
    )
    if (code) {
      const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)
      if (point > 0x10ffff) throw new ShellBroken('This is not a valid escape.', at)
      value += code[2] ? String.fromCharCode(point) : String.fromCodePoint(point)
      at += code[0].length - 1
    } else {
      if (/^(?:[ux]|0\d|[1-9])/.test(text.slice(at, at + 2)))
        throw new ShellBroken('This is not a valid escape.', at)
      const escaped = text[at] ?? ''
      value += escapes[escaped] ?? escaped
    }
  }
  throw new ShellBroken('This string is not closed.', start)
}

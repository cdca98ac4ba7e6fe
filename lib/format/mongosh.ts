import { keyOf, readJson, textOf } from './json'
import { MAX_DEPTH, TOO_DEEP } from './json-bounds'
import { ShellBroken, type Token, tokensOf } from './mongosh-tokens'
import { regularExpression, typed } from './mongosh-types'

/** One step of a call such as `db.films.createSearchIndex(…)`; arguments are values as `readJson` gives them. */
export type CallStep = { name: string; args?: unknown[] }

export type Shell = {
  /** The last value that the code ends with or assigns, as `readJson` gives it. */
  value: unknown
  /** Calls in their order. */
  calls: CallStep[][]
  /** The database of a `use`. */
  database?: string
  comments: number
  /** Names of variables that nothing reads, and `a value` for each one that stands alone before the last. */
  unused: string[]
  /** The same for the last value; undefined when something reads it. */
  unusedLast?: string
}

/** Also Python's, whose dictionaries are otherwise the same. */
const constants: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  True: true,
  False: false,
  None: null,
}

/**
 * Reads values and calls written for mongosh: names without quotes, single quotes, comments, trailing commas,
 * constructors such as `ISODate(…)`, variables. Nothing is run.
 * @throws ShellBroken for anything else
 */
export function readMongosh(text: string): Shell {
  const { tokens, comments } = tokensOf(text)
  const variables = new Map<string, unknown>()
  const calls: CallStep[][] = []
  let database: string | undefined
  let last: unknown
  const unread = new Set<string>()
  const alone: string[] = []
  let lastName: string | undefined
  let at = 0
  let depth = 0
  const now = (): Token => tokens[at] ?? (tokens.at(-1) as Token)
  const is = (sign: string) => now().kind === 'sign' && now().text === sign
  const take = (sign: string) => {
    if (!is(sign)) return false
    at += 1
    return true
  }
  const expected = (what: string): never => {
    throw new ShellBroken(`Expected ${what}, found ${now().text}.`, now().from)
  }
  const need = (sign: string) => take(sign) || expected(sign)

  const deeper = () => {
    depth += 1
    if (depth > MAX_DEPTH) throw new ShellBroken(TOO_DEEP, now().from)
  }

  /** Comma-separated parts up to `end`; the last comma may be there. */
  const list = (end: string, part: () => unknown) => {
    deeper()
    while (!take(end)) {
      part()
      if (!is(end)) need(',')
    }
    depth -= 1
  }
  const object = (): unknown => {
    const fields = new Map<string, unknown>()
    list('}', () => {
      const { kind, text: name, from } = now()
      if (kind !== 'name' && kind !== 'string' && kind !== 'number') expected('a name')
      at += 1
      const key = keyOf(kind === 'number' ? String(Number(digitsIn(name))) : name)
      if (fields.has(key)) throw new ShellBroken(`“${name}” appears twice in this object.`, from)
      const isShort = kind === 'name' && (is(',') || is('}'))
      if (!isShort) need(':')
      fields.set(key, isShort ? variable(name, from) : value())
    })
    return Object.fromEntries(fields)
  }
  const variable = (name: string, from: number): unknown => {
    if (Object.hasOwn(constants, name)) return constants[name]
    if (name === 'Infinity' || name === 'NaN') return { $numberDouble: name }
    if (name === 'MinKey' || name === 'MaxKey') return typed(name, [], false, from)
    unread.delete(name)
    if (variables.has(name)) return variables.get(name)
    throw new ShellBroken(`“${name}” has no value here. Write the value itself.`, from)
  }
  const args = (): unknown[] => {
    const all: unknown[] = []
    list(')', () => all.push(value()))
    return all
  }
  const signed = (isMinus: boolean): unknown => {
    const token = now()
    at += 1
    if (isMinus && token.text === 'Infinity') return { $numberDouble: '-Infinity' }
    if (token.kind === 'number') return numberOf(token, isMinus)
    at -= 1
    return expected('a number')
  }
  const skipAwait = () => {
    if (now().kind === 'name' && now().text === 'await') at += 1
  }
  const value = (): unknown => {
    if (take('{')) return object()
    if (take('[')) {
      const items: unknown[] = []
      list(']', () => {
        const { from } = now()
        if (!take('.')) return items.push(value())
        need('.')
        need('.')
        const more = value()
        if (!Array.isArray(more)) throw new ShellBroken('Only a list can follow “...”.', from)
        return items.push(...more)
      })
      return items
    }
    if (take('(')) {
      deeper()
      const inner = value()
      depth -= 1
      need(')')
      return inner
    }
    if (take('-')) return signed(true)
    if (take('+')) return signed(false)
    const token = now()
    at += 1
    switch (token.kind) {
      case 'string':
        return textOf(token.text)
      case 'number':
        return numberOf(token, false)
      case 'regex':
        return regularExpression(token.text, token.flags ?? '', token.from)
      case 'name': {
        const isNew = token.text === 'new'
        const { text: name } = isNew ? now() : token
        if (isNew) at += 1
        return take('(') ? typed(name, args(), isNew, token.from) : variable(name, token.from)
      }
      default:
        at -= 1
        return expected('a value')
    }
  }

  /** `db.films.createSearchIndex(…)`; undefined when this is not a method call. */
  const call = (): CallStep[] | undefined => {
    const start = at
    const steps: CallStep[] = [{ name: now().text }]
    at += 1
    for (;;) {
      if (take('.')) {
        steps.push({ name: now().text })
        at += 1
      } else if (steps.length > 1 && take('(')) {
        const step = steps.at(-1)
        if (step) step.args = args()
      } else if (take('[')) {
        steps.push({ name: String(value()) })
        need(']')
      } else break
    }
    if (steps.at(-1)?.args) return steps
    at = start
    return undefined
  }
  const settle = (made: unknown, target?: string) => {
    if (last !== undefined && lastName === undefined) alone.push('a value')
    if (target !== undefined) {
      if (unread.has(target)) alone.push(target)
      unread.add(target)
      variables.set(target, made)
    }
    last = made
    lastName = target
  }
  /** `export default`, `export` before a variable, and `module.exports =`. */
  const skipExport = () => {
    const [one, two, three, four] = tokens.slice(at, at + 4).map((token) => token.text)
    if (now().kind !== 'name') return
    if (one === 'export' && two === 'default') at += 2
    else if (one === 'export' && /^(?:let|const|var)$/.test(two ?? '')) at += 1
    else if (one === 'module' && two === '.' && three === 'exports' && four === '=') at += 4
  }
  const statement = () => {
    skipExport()
    skipAwait()
    const { kind, text: word } = now()
    const next = tokens[at + 1]
    if (kind === 'name' && word === 'use' && next?.kind === 'name') {
      database = next.text
      at += 2
      return
    }
    if (
      kind === 'name' &&
      word === 'use' &&
      next?.text === '(' &&
      tokens[at + 2]?.kind === 'string'
    ) {
      database = tokens[at + 2]?.text
      at += 3
      need(')')
      return
    }
    if (kind === 'name' && ['let', 'const', 'var'].includes(word)) at += 1
    const target = now()
    const isAssigned = tokens[at + 1]?.text === '=' && tokens[at + 1]?.kind === 'sign'
    if (target.kind === 'name' && isAssigned) {
      at += 2
      skipAwait()
      const made = now().kind === 'name' ? call() : undefined
      if (made) calls.push(made)
      else {
        settle(value(), target.text)
      }
      return
    }
    const made = kind === 'name' && word !== 'new' ? call() : undefined
    if (made) calls.push(made)
    else settle(value())
  }

  while (now().kind !== 'end') {
    statement()
    while (take(';'));
  }
  const isLastUnread = last !== undefined && (lastName === undefined || unread.delete(lastName))
  return {
    value: last,
    calls,
    comments,
    unused: [...alone, ...unread],
    ...(database === undefined ? {} : { database }),
    ...(isLastUnread ? { unusedLast: lastName ?? 'a value' } : {}),
  }
}

/** `1_000n` as `1000` */
const digitsIn = (text: string) => text.replaceAll('_', '').replace(/n$/, '')

/** A number as JSON writes it. */
function numberOf({ text, from }: Token, isMinus: boolean): unknown {
  if (/n$/.test(text))
    throw new ShellBroken(`Write ${text} as a plain number or as NumberLong("…").`, from)
  const plain = digitsIn(text)
  if (/^0\d/.test(plain)) throw new ShellBroken(`Write ${plain} without its leading zero.`, from)
  const digits = /^0x/i.test(plain)
    ? String(BigInt(plain))
    : plain.replace(/^\./, '0.').replace(/\.(?=$|[eE])/, '')
  return readJson(`${isMinus ? '-' : ''}${digits}`)
}

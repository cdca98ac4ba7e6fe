import { isObject } from '@/lib/format/values'

type Path = ReadonlyArray<string | number>
export type Oddity = { path: string; is: string; body: unknown }

/** Every path in a JSON value, with only the first row of each list. */
function* places(value: unknown, path: Path = []): Generator<Path> {
  yield path
  if (Array.isArray(value)) {
    if (value.length > 0) yield* places(value[0], [...path, 0])
  } else if (isObject(value))
    for (const [name, one] of Object.entries(value)) yield* places(one, [...path, name])
}

const LEFT_OUT = Symbol('left out')

function replaced(value: unknown, [step, ...rest]: Path, by: unknown): unknown {
  if (step === undefined) return by
  if (Array.isArray(value))
    return value.map((one, i) => (i === step ? replaced(one, rest, by) : one))
  const entries = Object.entries(value ?? {}).map(
    ([name, one]) => [name, name === step ? replaced(one, rest, by) : one] as const,
  )
  return Object.fromEntries(entries.filter(([, one]) => one !== LEFT_OUT))
}

const kinds: ReadonlyArray<[is: string, value: unknown]> = [
  ['null', null],
  ['left out', LEFT_OUT],
  ['a text', 'odd'],
  ['an empty text', ''],
  ['a number', -1.5],
  ['a list of null', [null]],
  ['an object', {}],
]

/** The first two rows of each list: one that is changed and one that stays. */
function short(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 2).map(short)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, short(one)]))
}

/** Variants of a JSON value with short lists and one part replaced, in ways seen from Atlas or proxies. */
export function* oddities(whole: unknown): Generator<Oddity> {
  const body = short(whole)
  for (const path of places(body))
    for (const [is, value] of kinds) {
      const isRow = typeof path.at(-1) === 'number' || path.length === 0
      if (isRow && value === LEFT_OUT) continue
      yield { path: path.join('.'), is, body: replaced(body, path, value) }
    }
}

/** A list answer with additional rows of another type. */
export const withOddRows = (body: { results: unknown[] }) => ({
  ...body,
  results: [null, ...body.results, 'odd', 7, [], {}],
})

/**
 * Integers that JavaScript cannot hold exactly. Atlas reads and writes them as they stand; here they are written as
 * extended JSON, so that none is rounded on its way.
 */

const isInt64 = (source: string) =>
  /^-?\d+$/.test(source) && BigInt.asIntN(64, BigInt(source)) === BigInt(source)

/** A number as extended JSON that holds it exactly, from how it is written. */
export const extended = (source: string): Record<string, string> =>
  isInt64(source) ? { $numberLong: source } : { $numberDecimal: source }

/** What to do about one that was typed, by how it is written where that is known. */
export const tooLong = (source?: string): string => {
  const instead =
    source === undefined
      ? '{"$numberLong": "…"}'
      : JSON.stringify(extended(source)).replace(':', ': ')
  return `${source ?? 'A number here'} is too long to arrive as typed: it would be rounded or written otherwise. Write it as ${instead}.`
}

/** Whether a number may have been rounded when it was read as JSON. */
const mayBeRounded = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)

/** Whether a number in a JSON text would be rounded, or be written as other digits; one beyond 10²¹ keeps its exponent. */
export const isTooLong = (source: string): boolean =>
  mayBeRounded(Number(source)) && (/^-?\d+$/.test(source) || Math.abs(Number(source)) < 1e21)

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** The first number of a JSON text that is too long, as it stands there. */
export function firstTooLong(json: string): string | undefined {
  if (!/\d{16}|\d[eE]/.test(json)) return undefined
  for (const [token] of json.matchAll(tokens))
    if (token[0] !== '"' && isTooLong(token)) return token
  return undefined
}

/** Where in a value numbers stand that may have been rounded. */
export function placesTooLong(value: unknown): Array<Array<string | number>> {
  if (mayBeRounded(value)) return [[]]
  if (typeof value !== 'object' || value === null) return []
  const entries: Array<[string | number, unknown]> = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return entries.flatMap(([key, one]) => placesTooLong(one).map((path) => [key, ...path]))
}

const NUMBER = /^\$number(Int|Long|Double|Decimal)$/

/** A value with each number by its digits, whether it is plain or extended JSON: what is sent as one may come back as the other. */
export function byDigits(value: unknown): unknown {
  if (typeof value === 'number') return digitsOf(String(value))
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(byDigits)
  const entries = Object.entries(value)
  const [[name, one] = ['', undefined]] = entries
  if (entries.length === 1 && NUMBER.test(name) && typeof one === 'string') return digitsOf(one)
  return Object.fromEntries(entries.map(([key, each]) => [key, byDigits(each)]))
}

const digitsOf = (source: string) => ({
  number: /^-?\d+$/.test(source) ? String(BigInt(source)) : String(Number(source)),
})

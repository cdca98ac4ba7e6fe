import { digitsOf } from './json'

/** A text that is equal for equal JSON, whatever the order of names; with `sets`, also whatever the order in lists. */
export function textOf(value: unknown, sets = false): string {
  if (Array.isArray(value)) {
    const parts = value.map((one) => textOf(one, sets))
    return `[${(sets ? parts.sort() : parts).join()}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, one]) => `${JSON.stringify(name)}:${textOf(one, sets)}`)
  return `{${parts.join()}}`
}

/** Equal as JSON; the order of names and, in `sets`, of lists says nothing. */
export const sameJson = (a: unknown, b: unknown, sets = false): boolean =>
  textOf(a, sets) === textOf(b, sets)

const NUMBER = /^\$number(Int|Long|Double|Decimal)$/

/** A value with each number by its digits: what is sent as one way of writing it may come back as another. */
function byDigits(value: unknown): unknown {
  const digits = digitsOf(value)
  if (digits !== undefined) return byValue(digits)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(byDigits)
  const entries = Object.entries(value)
  const [[name, one] = ['', undefined]] = entries
  if (entries.length === 1 && NUMBER.test(name) && typeof one === 'string') return byValue(one)
  return Object.fromEntries(entries.map(([key, each]) => [key, byDigits(each)]))
}

const byValue = (digits: string) => ({
  number: /^-?\d+$/.test(digits) ? String(BigInt(digits)) : wholeOf(Number(digits)),
})
const wholeOf = (n: number) => (Number.isInteger(n) ? String(BigInt(n)) : String(n))

/** Equal as JSON, whether a number is plain or extended JSON, and however it is written (`1`, `1.0`, `1e0`). */
export const sameValue = (a: unknown, b: unknown): boolean => sameJson(byDigits(a), byDigits(b))

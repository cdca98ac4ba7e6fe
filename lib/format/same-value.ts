import { digitsOf } from './json'
import { sameJson } from './same'

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

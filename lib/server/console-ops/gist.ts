import { digitsOf, readJson } from '@/lib/format/json'
import { isObject } from '@/lib/format/values'
import { operationIdOf } from '@/lib/ops/derived-access'

/** Most values, and most characters of each. */
const MOST = 4
const LONGEST = 40

/**
 * The first values of a body, to tell calls of one operation apart: `vpcId: vpc-1, region: EU_WEST_1`. Empty for an operation
 * with a description, whose summary says more.
 */
export function gistOf(op: string, input: Readonly<Record<string, unknown>>): string {
  if (operationIdOf(op) === undefined || typeof input.body !== 'string') return ''
  const all = [...valuesIn(readJson(input.body))]
  return `${all.slice(0, MOST).join(', ')}${all.length > MOST ? ', …' : ''}`
}

function* valuesIn(value: unknown, name = ''): Generator<string> {
  if (Array.isArray(value)) for (const one of value) yield* valuesIn(one, name)
  else if (isObject(value))
    for (const [key, one] of Object.entries(value)) yield* valuesIn(one, key)
  else if (value !== null && value !== undefined) {
    const text = digitsOf(value) ?? String(value)
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
    yield name ? `${name}: ${short}` : short
  }
}

import { extended } from '@/lib/format/long-number'

/** An integer that a double cannot hold exactly, as it stood in the text. */
class Long {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

/** What people write and send back whole: there a number must stay one. */
const definitions = ['pipeline', 'definition', 'latestDefinition']

const isLong = /^-?\d+$/

/**
 * Parses JSON as Atlas sends it. An integer that a double cannot hold exactly (int64 byte counts, oplog ordinals)
 * becomes a string of its digits, so that it stays exact and can be written as JSON again; in a definition it becomes
 * extended JSON, `{"$numberLong": "…"}`, which is still that number when it is sent back. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  // The reviver makes parsing several times slower, and few answers hold such a number.
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  let isAny = false
  const parsed: unknown = JSON.parse(text, (_, value, context?: { source?: string }) => {
    const source = context?.source
    if (typeof value !== 'number' || Number.isSafeInteger(value) || !source || !isLong.test(source))
      return value
    isAny = true
    return new Long(source)
  })
  return isAny ? written(parsed, false) : parsed
}

function written(value: unknown, isDefinition: boolean): unknown {
  if (value instanceof Long) {
    const { digits } = value
    return isDefinition ? extended(digits) : digits
  }
  if (Array.isArray(value)) return value.map((one) => written(one, isDefinition))
  if (typeof value !== 'object' || value === null) return value
  // Not by assignment: a name may be `__proto__`.
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      written(one, isDefinition || definitions.includes(name)),
    ]),
  )
}

/** JSON with sorted keys, so that equal inputs have equal text; leaves out undefined as JSON does. */
export function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : part,
    ) ?? 'undefined'
  )
}

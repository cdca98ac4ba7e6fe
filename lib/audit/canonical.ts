/** A JSON value. Undefined properties count as absent. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * The RFC 8785 text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. Equal values give equal bytes, so the text can be hashed.
 * @throws TypeError on what JSON cannot hold: NaN, infinities, bigint, functions, undefined outside a property,
 * lone surrogates, and objects with a class of their own (a Date would change its meaning on the way).
 */
export function canonical(value: unknown): string {
  return text(value, '$', [])
}

function text(value: unknown, at: string, above: readonly object[]): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${at} is ${value}, which JSON cannot hold`)
    return JSON.stringify(value)
  }
  if (typeof value === 'string') return quoted(value, at)
  if (typeof value !== 'object')
    throw new TypeError(`${at} is of type ${typeof value}, which JSON cannot hold`)
  if (above.includes(value)) throw new TypeError(`${at} contains itself`)
  const path = [...above, value]
  if (Array.isArray(value))
    // Array.from: map would skip holes instead of refusing them.
    return `[${Array.from(value, (item, i) => text(item, `${at}[${i}]`, path)).join(',')}]`
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${at} is not a plain object`)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${quoted(key, at)}:${text(field, `${at}.${key}`, path)}`)
  return `{${fields.join(',')}}`
}

function quoted(value: string, at: string): string {
  if (!value.isWellFormed()) throw new TypeError(`${at} holds half of a surrogate pair`)
  return JSON.stringify(value)
}

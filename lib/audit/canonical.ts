import { textOf } from '@/lib/format/same'

/** A JSON value. Undefined properties count as absent. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }

/**
 * The RFC 8785 text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers and strings as ECMAScript
 * writes them. Equal values have equal bytes, so the text can be hashed.
 * @throws TypeError for values that JSON can't represent: NaN, infinities, bigint, functions, undefined outside a
 * property, lone surrogates, and class instances (such as Date).
 */
export function canonical(value: unknown): string {
  check(value, '$', [])
  return textOf(value)
}

function check(value: unknown, at: string, above: readonly object[]): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') {
    checkText(value, at)
    return
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new TypeError(`${at} is ${value}, which JSON can’t represent`)
    return
  }
  if (typeof value !== 'object')
    throw new TypeError(`${at} is of type ${typeof value}, which JSON can’t represent`)
  if (above.includes(value)) throw new TypeError(`${at} contains itself`)
  const path = [...above, value]
  if (Array.isArray(value)) {
    // An iterator does not skip holes.
    for (const [i, item] of value.entries()) check(item, `${at}[${i}]`, path)
    return
  }
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`${at} is not a plain object`)
  for (const [key, field] of Object.entries(value)) {
    if (field === undefined) continue
    checkText(key, at)
    check(field, `${at}.${key}`, path)
  }
}

function checkText(value: string, at: string): void {
  if (!value.isWellFormed()) throw new TypeError(`${at} contains a lone surrogate`)
}

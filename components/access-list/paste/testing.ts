import { readPasted } from './read'
import { readStructured } from './structured'

/** Reads pasted text in tests, at one time. */

export const now = Date.parse('2026-11-28T12:00:00Z')
export const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
export const read = (text: string) => readPasted(text, now, readStructured)!
/** Each entry as its address and comment, and its end where the text has one. */
export const entries = (text: string) =>
  read(text).entries.map((e) => [e.value, e.comment, ...(e.end === undefined ? [] : [e.end])])
export const bad = (text: string) => read(text).bad.map((b) => `${b.line}: ${b.why}`)

export const one = (comment?: string, ...end: (string | null)[]) => [
  ['203.0.113.8/32', comment, ...end],
]

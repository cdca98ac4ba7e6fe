import type { FieldValues } from 'react-hook-form'
import { sortedJson } from '../data/json-text'

const isGroup = (value: unknown): value is FieldValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field that was never typed into holds nothing or an empty text, whichever its control gives. */
const same = (a: unknown, b: unknown) =>
  sortedJson(a === '' ? undefined : a) === sortedJson(b === '' ? undefined : b)

/**
 * What a form holds when it goes on from another start: what was touched since `start` stays, everything else is as in
 * `next`, also where that has nothing. Groups of fields are looked at field by field, lists as a whole.
 */
export function onto(start: FieldValues, values: FieldValues, next: FieldValues): FieldValues {
  const names = new Set([...Object.keys(start), ...Object.keys(values), ...Object.keys(next)])
  return Object.fromEntries(
    [...names].map((name) => {
      const [before, typed, now] = [start[name], values[name], next[name]]
      if (same(typed, before)) return [name, now]
      if (isGroup(before) && isGroup(typed) && isGroup(now)) return [name, onto(before, typed, now)]
      return [name, typed]
    }),
  )
}

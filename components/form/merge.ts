import type { FieldValues } from 'react-hook-form'
import { sortedJson } from '../data/json-text'

const isGroup = (value: unknown): value is FieldValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Untouched fields hold undefined or an empty string, depending on the control. */
const same = (a: unknown, b: unknown) =>
  sortedJson(a === '' ? undefined : a) === sortedJson(b === '' ? undefined : b)

/**
 * Rebases a form onto new start values: fields changed since `start` are kept, all others come from `next`. Objects are
 * merged field by field, lists as a whole.
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

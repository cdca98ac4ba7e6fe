import type { FieldValues } from 'react-hook-form'
import { isObject } from '@/lib/format/values'
import { sortedJson } from '../data/json-text'

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
      if (isObject(before) && isObject(typed) && isObject(now))
        return [name, onto(before, typed, now)]
      return [name, typed]
    }),
  )
}

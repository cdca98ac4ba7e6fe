import { toCsv } from '@/lib/format/csv'
import { isObject } from '@/lib/format/values'
import { prettyJson } from '../data/json-text'
import { saveText } from '../data/save-file'

export type Row = Readonly<Record<string, unknown>>

/**
 * The rows of a list: the answer itself, its `results`, or its only list of objects. Undefined for another answer, such as
 * one resource, whose lists are only a part of it.
 */
export function rowsIn(data: unknown): readonly Row[] | undefined {
  if (Array.isArray(data)) return data.length > 0 && data.every(isObject) ? data : undefined
  if (!isObject(data)) return undefined
  if (Array.isArray(data.results)) return rowsIn(data.results)
  if (Object.keys(data).some((name) => identifies(name) < 3)) return undefined
  const lists = Object.entries(data).flatMap(([name, value]) =>
    name !== 'links' && Array.isArray(value) ? (rowsIn(value) ? [value] : []) : [],
  )
  return lists.length === 1 ? rowsIn(lists[0]) : undefined
}

/** What tells rows apart comes first. */
const identifies = (name: string) =>
  /^name$/i.test(name) ? 0 : /name$/i.test(name) ? 1 : /^_?id$/.test(name) ? 2 : 3

/** The names of the fields of all rows: names and IDs, other plain values, then lists and objects. */
export function fieldsIn(rows: readonly Row[]): readonly string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const isNestedIn = (name: string) => rows.some((row) => isNested(row[name]))
  const rank = (name: string) => (isNestedIn(name) ? 4 : identifies(name))
  return names.toSorted((a, b) => rank(a) - rank(b))
}

export const isNested = (value: unknown) => typeof value === 'object' && value !== null

/** A value as one cell. Lists and objects are JSON. */
export const cellOf = (value: unknown): string | number | boolean | null =>
  value === undefined || value === null
    ? null
    : typeof value === 'object'
      ? JSON.stringify(value)
      : (value as string | number | boolean)

/** Saves an answer as a file: rows as CSV, everything as JSON. */
export function saveAnswer(name: string, as: 'csv' | 'json', data: unknown): void {
  if (as === 'json') {
    saveText(`${name}.json`, 'application/json', prettyJson(data))
    return
  }
  const rows = rowsIn(data) ?? []
  const fields = fieldsIn(rows)
  const cells = rows.map((row) => fields.map((field) => cellOf(row[field])))
  saveText(`${name}.csv`, 'text/csv;charset=utf-8', toCsv(fields, cells))
}

/** A step is a field's name or a list's index. */
export type Path = ReadonlyArray<string | number>

/** A text, number or boolean in a JSON value, and where it is. */
export type Leaf = { path: Path; value: unknown }

/** Whether a JSON value is an object, and not null or a list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields that are not an empty text, as a form holds those that nobody filled in. */
export const withoutEmpty = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''))

/** Every text, number and boolean in a JSON value, at any depth. */
export function leavesOf(value: unknown, path: Path = []): Leaf[] {
  if (value === undefined || value === null) return []
  if (typeof value !== 'object') return [{ path, value }]
  return Array.isArray(value)
    ? value.flatMap((item, i) => leavesOf(item, [...path, i]))
    : Object.entries(value).flatMap(([name, item]) => leavesOf(item, [...path, name]))
}

/** The name of the field that holds a place; for an item, the field that holds the list. */
export const fieldAt = (path: Path): string | undefined =>
  path.findLast((step) => typeof step === 'string')

/**
 * A copy of a JSON value, changed at any depth. `change` gets each part from the outside in, with the name of its field (an
 * item's is the name of its list). It returns the part itself to go on inside it, or what replaces it.
 */
export function mapped(
  value: unknown,
  change: (value: unknown, name: string) => unknown,
  name = '',
): unknown {
  const changed = change(value, name)
  if (changed !== value) return changed
  if (Array.isArray(value)) return value.map((item) => mapped(item, change, name))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([field, item]) => [field, mapped(item, change, field)]),
  )
}

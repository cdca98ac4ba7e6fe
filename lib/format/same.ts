/** A text that is equal for equal JSON, whatever the order of names; with `sets`, also whatever the order in lists. */
export function textOf(value: unknown, sets = false): string {
  if (Array.isArray(value)) {
    const parts = value.map((one) => textOf(one, sets))
    return `[${(sets ? parts.sort() : parts).join()}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  const parts = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, one]) => `${JSON.stringify(name)}:${textOf(one, sets)}`)
  return `{${parts.join()}}`
}

/** Equal as JSON; the order of names and, in `sets`, of lists says nothing. */
export const sameJson = (a: unknown, b: unknown, sets = false): boolean =>
  textOf(a, sets) === textOf(b, sets)

/**
 * Parses JSON as Atlas sends it. An integer that a double cannot hold exactly (int64 byte counts, oplog
 * ordinals) becomes a string of its digits, so that it stays exact and can be written as JSON again.
 * Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  // The reviver makes parsing several times slower, and few answers hold such a number.
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_, value, context?: { source?: string }) =>
    typeof value === 'number' &&
    !Number.isSafeInteger(value) &&
    context?.source &&
    /^-?\d+$/.test(context.source)
      ? context.source
      : value,
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

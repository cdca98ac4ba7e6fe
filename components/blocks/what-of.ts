/** `3 API keys`, or the name of a single row. `what` is the plural of the rows. */
export const whatOf = (rows: ReadonlyArray<{ name: string }>, what: string): string =>
  rows.length === 1 ? (rows[0]?.name ?? '') : `${rows.length.toLocaleString('en')} ${what}`

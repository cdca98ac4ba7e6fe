export type Cell = string | number | boolean | null | undefined

// A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection); text with an apostrophe before it stays text.
const formula = /^[=+\-@\t\r]/

/** One cell by RFC 4180, made inert for spreadsheets. Numbers stay numbers. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const inert = formula.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** A whole file: heads, then rows, each line ended by CRLF. */
export function toCsv(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [heads, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

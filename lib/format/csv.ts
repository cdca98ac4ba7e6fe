import { HIDDEN, visible } from './invisible'

export type Cell = string | number | boolean | null | undefined

// A spreadsheet runs a cell that begins so as a formula (OWASP, CSV injection), also after blanks, and in full-width signs.
// Text with an apostrophe before it stays text.
const formula = /^[\s\p{Z}]*[=+\-@＝＋－＠]|^[\t\r\n]/u

/** One cell by RFC 4180: inert for spreadsheets, with hidden characters written out. Numbers stay numbers. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const isInert = !formula.test(value.replace(HIDDEN, ''))
  const shown = visible(value)
  const inert = isInert ? shown : `'${shown}`
  return /[",;\t\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** A whole file: heads, then rows, each line ended by CRLF. */
export function toCsv(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [heads, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

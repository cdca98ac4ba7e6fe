import { HIDDEN, isPlain, visible } from './invisible'

export type Cell = string | number | boolean | null | undefined

// Spreadsheets run such cells as formulas, also after blanks and with full-width signs (OWASP, CSV injection). An apostrophe
// in front makes them text.
const formula = /^'*(?:[\s\p{Z}]*[=+\-@＝＋－＠]|[\t\r\n])/u

/** One cell by RFC 4180: never a formula, with hidden characters written out. Numbers stay numbers. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const shown = visible(value)
  const isInert = !formula.test(isPlain(value) ? value : value.replace(HIDDEN, ''))
  const inert = isInert ? shown : `'${shown}`
  return /[",;\t\n\r]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** The text of a cell before `csvCell` made it inert. */
export const uninert = (cell: string): string =>
  cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell

/** A whole file: the heading row, then the rows, with CRLF line ends. */
export function toCsv(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [heads, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')
}

export type CsvRecord = {
  /** Where it begins, counted from one. */
  line: number
  /** As it is in the text. */
  text: string
} & ({ cells: string[] } | { why: string })

/** Reads records by RFC 4180; blanks around a quoted cell are allowed. A broken record says why and ends with its line. */
export function readCsv(text: string, separator: string): CsvRecord[] {
  const records: CsvRecord[] = []
  const blanks = separator === '\t' ? ' *' : '[ \\t]*'
  const cell = new RegExp(`${blanks}"([^"]*(?:""[^"]*)*)"${blanks}`, 'y')
  const lineEnd = /[\r\n]|$/g
  let stop = -1
  // `from` only grows, and a record of many cells asks for the same line end each time.
  const end = (from: number) => {
    if (from > stop) {
      lineEnd.lastIndex = from
      stop = lineEnd.exec(text)?.index ?? text.length
    }
    return stop
  }
  let at = 0
  let line = 1
  while (at < text.length) {
    const start = at
    const cells: string[] = []
    let why: string | undefined
    for (;;) {
      cell.lastIndex = at
      const quoted = cell.exec(text)
      if (quoted) {
        cells.push((quoted[1] ?? '').replaceAll('""', '"'))
        at += quoted[0].length
        if (at < end(at) && text[at] !== separator) why = 'There is text after a closing quote.'
      } else {
        const rest = text.slice(at, end(at))
        const next = rest.indexOf(separator)
        const plain = next === -1 ? rest : rest.slice(0, next)
        if (/^[ \t]*"/.test(plain)) why = 'A quote is not closed.'
        cells.push(plain)
        at += plain.length
      }
      if (why) at = end(at)
      if (text[at] !== separator || at >= end(at)) break
      at += 1
    }
    const raw = text.slice(start, at)
    records.push({ line, text: raw, ...(why ? { why } : { cells }) })
    line += raw.split(/\r\n|\n|\r/).length
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  return records
}

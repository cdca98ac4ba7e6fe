import { readAddress } from '@/lib/format/address-typed'
import { readCsv, uninert } from '@/lib/format/csv'
import { candidateOf, fieldOf, isNothing, type Piece } from './pieces'

/** Cells separated by wide gaps, as in tables of a terminal. */
const aligned = (line: string): string[] => line.trim().split(/\s{2,}/)

type Row = { line: number; text: string } & ({ cells: string[] } | { why: string })

const alignedRows = (text: string): Row[] =>
  text
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ line: index + 1, text: line, cells: aligned(line) }))

const hasAddress = (cells: readonly string[]) =>
  cells.some((cell) => 'value' in readAddress(cell.trim()))

/** The rows of a text whose first line names its columns; undefined when it does not. */
function rowsWithHead(text: string): [Row & { cells: string[] }, ...Row[]] | undefined {
  for (const rows of [
    ...['\t', ';', ','].map((separator) => readCsv(text, separator)),
    alignedRows(text),
  ]) {
    const written = rows.filter((row) => row.text.trim() !== '' && !row.text.startsWith('#'))
    const [head, ...rest] = written
    if (!head || !('cells' in head) || hasAddress(head.cells)) continue
    const names = head.cells.map(fieldOf)
    if (!names.includes('address')) continue
    // A single cell means the wrong separator, unless the table has one column.
    if (head.cells.length > 1 || /^[\w ]+$/.test(head.text.trim())) return [head, ...rest]
  }
  return undefined
}

/** Pieces of a table whose first line names its columns; undefined when the text is none. */
export function readTable(text: string): Piece[] | undefined {
  const found = rowsWithHead(text)
  if (!found) return undefined
  const [{ line: first, text: names, cells }, ...rows] = found
  const head = { line: first, text: names, cells: cells.map((name) => name.trim()) }
  const unknown = head.cells.find((name) => name !== '' && fieldOf(name) === undefined)
  if (unknown !== undefined)
    return [
      {
        line: head.line,
        text: head.text,
        why: `The column “${unknown.slice(0, 40)}” is not known. Name the columns address, comment and expires, or remove it.`,
      },
    ]
  if (rows.length === 0)
    return [{ line: head.line, text: head.text, why: 'There are no rows below the column names.' }]
  return rows.map((row) => {
    const { line, text: raw } = row
    if ('why' in row) return { line, text: raw, why: row.why }
    if (row.cells.length > head.cells.length)
      return {
        line,
        text: raw,
        why: 'There are more cells than columns. Put a comment with a comma in quotes.',
      }
    const fields = head.cells.flatMap((name, at) => {
      const cell = uninert(row.cells[at] ?? '')
      const text = isNothing(cell) ? null : cell
      return name === '' && text === null ? [] : [{ name, text }]
    })
    const item = candidateOf(fields)
    return typeof item === 'string'
      ? { line, text: raw, why: item }
      : { line, text: raw, items: [item] }
  })
}

import { readAddress } from '@/lib/format/address-typed'
import { readCsv, uninert } from '@/lib/format/csv'
import { candidateOf, fieldOf, isNothing, type Piece } from './pieces'

type Row = { line: number; text: string } & ({ cells: string[] } | { why: string })

const isWritten = ({ text }: Row) => !/^\s*(?:#.*)?$/.test(text)
const isBlank = (row: Row) => 'cells' in row && row.cells.every((cell) => cell.trim() === '')

/** Cells by the place where they begin below the names of the first line: tables of a terminal leave empty cells out. */
function alignedRows(text: string): Row[] {
  const lines = text.split(/\r\n|\n|\r/).map((one, index) => ({ line: index + 1, text: one }))
  const partsOf = (line: string) =>
    [...line.matchAll(/\S+(?:\s\S+)*/g)].map((part) => ({ at: part.index, text: part[0] }))
  const head = lines.find(({ text: one }) => one.trim() !== '')
  const starts = partsOf(head?.text ?? '').map(({ at }) => at)
  return lines.map((row) => {
    const parts = partsOf(row.text)
    if (parts.some(({ at }) => !starts.includes(at)))
      return { ...row, why: 'The columns are not aligned with their names.' }
    return {
      ...row,
      cells: starts.map((start) => parts.find(({ at }) => at === start)?.text ?? ''),
    }
  })
}

/** Rows with bars between cells, also around them, as in Markdown and `psql`. */
const barRows = (text: string): Row[] =>
  readCsv(text, '|')
    .filter(({ text: one }) => !/^[\s|+:-]+$/.test(one))
    .map((row) => {
      const isFramed = 'cells' in row && /^\s*\|.*\|\s*$/.test(row.text)
      return isFramed ? { ...row, cells: row.cells.slice(1, -1) } : row
    })

const addressesIn = (cells: readonly string[]) =>
  cells.filter((cell) => 'value' in readAddress(cell.trim()))
const hasAddress = (cells: readonly string[]) => addressesIn(cells).length > 0

/** Whether cells can be names of columns: short words. */
const areWords = (cells: readonly string[]) =>
  cells.every((cell) => /^[\p{L}\p{N} _.()/-]{0,40}$/u.test(cell.trim())) && !hasAddress(cells)
/** Whether cells are names of columns: one of them is known. */
const isHead = (cells: readonly string[]) => areWords(cells) && cells.some((cell) => fieldOf(cell))

type Table = { before: Row[]; head: Row & { cells: string[] }; rows: Row[] }

/** The rows of a text that names its columns, and what is above the names; undefined when it has no names. */
function tableIn(text: string): Table | undefined {
  for (const all of [
    ...['\t', ';', ','].map((separator) => readCsv(text, separator)),
    barRows(text),
    alignedRows(text),
  ]) {
    const written = all.filter(isWritten)
    // A single cell means the wrong separator, unless the table has one column.
    const at = written.findIndex(
      (row) =>
        'cells' in row &&
        isHead(row.cells) &&
        (row.cells.length > 1 ||
          (/^[\w ]+$/.test(row.text.trim()) && fieldOf(row.text) === 'address')),
    )
    const [head, ...rows] = written.slice(at === -1 ? written.length : at)
    if (!head || !('cells' in head)) continue
    const before = written.slice(0, at).filter(({ text: one }) => !/^sep=.$/i.test(one.trim()))
    if (before.some((row) => 'cells' in row && hasAddress(row.cells))) continue
    return { before, head, rows: rows.filter((row) => !isBlank(row)) }
  }
  return undefined
}

const unknownColumn = ({ line, text }: Row, name: string): Piece[] => [
  {
    line,
    text,
    why: `The column “${name.slice(0, 40)}” is not known. Name the columns address, comment and expires, or remove it.`,
  },
]

/** A table with unknown names above several addresses in each row, such as the first and the last of a range. */
function unknownTable(text: string): Piece[] | undefined {
  for (const separator of ['\t', ';', ',']) {
    const [head, ...rows] = readCsv(text, separator).filter(isWritten)
    if (!head || !('cells' in head) || head.cells.length < 2 || rows.length === 0) continue
    const isTable = rows.every((row) => 'cells' in row && addressesIn(row.cells).length > 1)
    if (isTable && areWords(head.cells)) return unknownColumn(head, head.cells[0] ?? '')
  }
  return undefined
}

/** Pieces of a table whose columns are named; undefined when the text is none. */
export function readTable(text: string): Piece[] | undefined {
  const found = tableIn(text)
  if (!found) return unknownTable(text)
  const { before, rows } = found
  const head = { ...found.head, cells: found.head.cells.map((name) => name.trim()) }
  const unknown = head.cells.find((name) => name !== '' && fieldOf(name) === undefined)
  if (unknown !== undefined) return unknownColumn(head, unknown)
  if (!head.cells.some((name) => fieldOf(name) === 'address'))
    return [{ line: head.line, text: head.text, why: 'No column is named address.' }]
  if (rows.length === 0)
    return [{ line: head.line, text: head.text, why: 'There are no rows below the column names.' }]
  const above = before.map(
    ({ line, text: raw }): Piece => ({
      line,
      text: raw,
      why: 'Put the column names on the first line.',
    }),
  )
  const below = rows.map((row): Piece => {
    const { line, text: raw } = row
    if ('why' in row) return { line, text: raw, why: row.why }
    if (row.cells.slice(head.cells.length).some((cell) => cell.trim() !== ''))
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
  return [...above, ...below]
}

import type postgres from 'postgres'

/** One row of the chain; `prev` and `hash` in hex. */
export type ChainRow = {
  seq: number
  body: string
  prev: string
  hash: string
  /** Of an export: the line as it was read. */
  line?: string
}
export type Head = { seq: number; hash: string }
/** `seq` of a broken chain is the first bad row: the changed one, or the number that is missing. */
export type Verification =
  | { ok: true; rows: number; head: Head }
  | { ok: false; seq: number; why: string }

export function hashOf(prev: string, body: string): string
export function lineOf(row: ChainRow): string
export function verifyRows(
  rows: Iterable<ChainRow> | AsyncIterable<ChainRow>,
  head?: Head,
  contains?: Head,
): Promise<Verification>
export function rowsOf(sql: postgres.ISql): AsyncGenerator<ChainRow>
export function headOf(sql: postgres.ISql): Promise<Head | undefined>
export function inSnapshot<T>(
  sql: postgres.Sql,
  use: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T>
export function verifyDatabase(sql: postgres.Sql, contains?: Head): Promise<Verification>

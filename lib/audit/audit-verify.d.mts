import type { KeyObject } from 'node:crypto'
import type postgres from 'postgres'

/** One row of the log; `prev` and `hash` in hex. */
export type ChainRow = {
  seq: number
  body: string
  prev: string
  hash: string
  /** Of an export: the line as it was read. */
  line?: string
}
export type Head = { seq: number; hash: string }
/** `root` in base64. */
export type Checkpoint = { origin: string; size: number; root: string }
export type PublicKey = { name: string; id: string; key: KeyObject }
export type Against = { contains?: Head | undefined; checkpoints?: readonly Checkpoint[] }
/**
 * `seq` of a broken log is the first bad row: the changed one, or the number that is missing. `what` names the change.
 * `checkpointed`: so many rows are those of the newest checkpoint.
 */
export type Verification =
  | { ok: true; rows: number; head: Head; checkpointed?: number }
  | { ok: false; seq: number; what: string; why: string; isOlder?: true }

export class Unreadable extends Error {}
export function leafHash(raw: string): string
export function nodeHash(left: string, right: string): string
export function hashOf(prev: string, body: string): string
export function lineOf(row: ChainRow): string
export function growingTree(): { add(hash: string): void; root(): string }
export function isIncluded(
  hash: string,
  index: number,
  size: number,
  path: readonly string[],
  root: string,
): boolean
export function isConsistent(
  oldSize: number,
  oldRoot: string,
  size: number,
  root: string,
  path: readonly string[],
): boolean
export function keyId(name: string, raw: string): string
export function publicKey(text: string): PublicKey
export function openCheckpoint(note: string, keys: readonly PublicKey[]): Checkpoint
export function notesIn(text: string): string[]
export function inclusionText(row: ChainRow, path: readonly string[], note: string): string
export function consistencyText(oldNote: string, note: string, path: readonly string[]): string
export function verifyProof(
  text: string,
  keys: readonly PublicKey[],
): { ok: boolean; says: string; row?: ChainRow }
type Rows = Iterable<ChainRow | ChainRow[]> | AsyncIterable<ChainRow | ChainRow[]>
export function verifyRows(rows: Rows, against?: Against & { head?: Head }): Promise<Verification>
/** A range of a file in bytes, or of rows by their number; `to` is not part of it. */
type Part = { from?: number; to?: number }
export function inThreads(
  parts: readonly Part[],
  source: { file: string } | { url: string; snapshot: string },
  against: Against & { head?: Head },
): Promise<Verification | undefined>
export function verifyFile(
  file: string,
  against?: Against & { head?: Head },
  size?: { partBytes?: number },
): Promise<Verification>
export function rowsOf(sql: postgres.ISql, part?: Part): AsyncGenerator<ChainRow[]>
export function headOf(sql: postgres.ISql): Promise<Head | undefined>
export function inSnapshot<T>(
  sql: postgres.Sql,
  use: (tx: postgres.TransactionSql) => Promise<T>,
): Promise<T>
export function verifyDatabase(
  sql: postgres.Sql,
  against?: Against,
  threads?: { url?: string; partRows?: number },
): Promise<Verification>

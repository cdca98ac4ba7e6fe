import type postgres from 'postgres'
import { lineOf } from '@/lib/audit/audit-verify.mjs'
import { pages, readableOf, type StoredEntry } from '@/lib/audit/read'
import { csvCell, toCsv } from '@/lib/format/csv'
import type { ExportFormat } from '@/lib/ops/audit'
import { ocsfOf } from './ocsf'

const columns: ReadonlyArray<readonly [head: string, of: (row: StoredEntry) => unknown]> = [
  ['row', ({ seq }) => seq],
  ['time', ({ body }) => body.time],
  ['type', ({ body }) => body.type],
  ['actor', ({ body: { actor } }) => actor.display ?? actor.kind],
  ['actor_subject', ({ body }) => body.actor.sub],
  ['actor_issuer', ({ body }) => body.actor.iss],
  ['role', ({ body }) => body.actor.role],
  ['operation', ({ body }) => body.op],
  ['target', ({ body }) => body.target],
  ['request', ({ body }) => body.request?.id],
  ['request_digest', ({ body }) => body.request?.digest],
  ['outcome', ({ body }) => body.outcome],
  ['reason', ({ body }) => body.reason],
  ['comment', ({ body }) => body.comment],
  ['atlas_status', ({ body }) => body.upstream?.status],
  ['body_hash', ({ body }) => body.upstream?.body_hash],
  ['trace', ({ body }) => body.trace],
  ['scope', ({ body }) => body.scope && JSON.stringify(body.scope)],
  ['before', ({ body }) => body.before && JSON.stringify(body.before)],
  ['after', ({ body }) => body.after && JSON.stringify(body.after)],
  ['hash', ({ hash }) => hash],
]

const cell = (value: unknown) => (typeof value === 'number' ? value : value ? String(value) : null)

const csvLine = (row: StoredEntry) =>
  `${columns.map(([, of]) => csvCell(cell(of(row)))).join(',')}\r\n`

/**
 * Rows up to `through` as text, in parts of at most a thousand rows and in constant memory: the lines that
 * audit-verify.mjs reads, a CSV file, or OCSF events. `where` narrows them.
 */
export async function* linesOf(
  sql: postgres.ISql,
  format: ExportFormat,
  which: Parameters<typeof pages>[1],
): AsyncGenerator<string> {
  if (format === 'csv')
    yield toCsv(
      columns.map(([head]) => head),
      [],
    )
  for await (const rows of pages(sql, which))
    if (format === 'jsonl') yield rows.map((row) => `${lineOf(row)}\n`).join('')
    else {
      const readable = await readableOf(sql, rows)
      yield readable
        .map((row) => (format === 'csv' ? csvLine(row) : `${JSON.stringify(ocsfOf(row))}\n`))
        .join('')
    }
}

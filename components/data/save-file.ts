import { readerZone } from '@/lib/client/use-zone'
import { type Cell, toCsv } from '@/lib/format/csv'
import { isoInZone } from '@/lib/format/zones'
import type { Column } from './columns'

/** Downloads a text as a file. */
export function saveText(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}

/** Downloads rows as a file, with the columns' values rather than what they show, and times in the reader's zone. */
export function saveRows<R>(
  as: 'csv' | 'json',
  name: string,
  rows: readonly R[],
  columns: readonly Column<R>[],
): void {
  const kept = columns.filter((c) => !c.isActions)
  const zone = readerZone()
  const exported = (c: Column<R>, row: R): Cell => {
    const value = c.value(row)
    return c.isTime && typeof value === 'string' ? isoInZone(value, zone) : value
  }
  const file = `${name}-${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.${as}`
  if (as === 'csv')
    saveText(
      file,
      'text/csv;charset=utf-8',
      toCsv(
        kept.map((c) => c.head),
        rows.map((row) => kept.map((c) => exported(c, row))),
      ),
    )
  else
    saveText(
      file,
      'application/json',
      JSON.stringify(
        rows.map((row) => Object.fromEntries(kept.map((c) => [c.id, exported(c, row) ?? null]))),
        null,
        2,
      ),
    )
}

import { hostname } from 'node:os'
import { lineOf } from '@/lib/audit/audit-verify.mjs'
import { type RawRow, readableOf } from '@/lib/audit/read'
import { ocsfOf } from '../audit/ocsf'
import { sql } from '../database'
import type { StreamSettings } from './settings'

export type Message = {
  seq: number
  /** One line of JSON. */
  text: string
  /** ISO 8601 with microseconds; undefined for a row that Gatehouse can't read. */
  time: string | undefined
  type: string
  isGrave: boolean
}

/** Rows as messages, in their order. */
export async function messagesOf(
  rows: readonly RawRow[],
  format: StreamSettings['format'],
): Promise<Message[]> {
  const readable = await readableOf(sql(), rows)
  return readable.map(({ seq, body, ...rest }, i) => {
    const event = ocsfOf({ seq, body, ...rest })
    const row = rows[i]
    return {
      seq,
      text: format === 'ocsf' || !row ? JSON.stringify(event) : lineOf(row),
      time: body.time || undefined,
      type: body.type,
      isGrave: event.severity_id >= 4,
    }
  })
}

/** Facility 13 (log audit) with severity 4 (warning) or 5 (notice). */
const priority = (isGrave: boolean) => 13 * 8 + (isGrave ? 4 : 5)

/** A message of RFC 5424 in a frame of RFC 6587. MSGID is the type of the row. */
export function framed({ text, time, type, isGrave }: Message): string {
  const id = type.replace(/[^\x21-\x7e]/g, '').slice(0, 32) || '-'
  const message = `<${priority(isGrave)}>1 ${time ?? '-'} ${hostname()} gatehouse - ${id} - ${text}`
  return `${Buffer.byteLength(message)} ${message}`
}

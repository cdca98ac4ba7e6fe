import type { RawRow } from '@/lib/audit/read'
import { type Feed, feed, isTime } from '../checkpoints/feed'
import { accepted, call } from '../checkpoints/sinks/http'
import { sendSyslog } from '../checkpoints/sinks/syslog'
import { sql } from '../database'
import { framed, messagesOf } from './messages'
import type { StreamSettings } from './settings'

/** Rows in one call. */
const BATCH = 500
const NOTHING = '0'.repeat(64)

type Batch = { rows: RawRow[]; last: RawRow }

async function send(settings: StreamSettings, { rows }: Batch, signal: AbortSignal): Promise<void> {
  const messages = await messagesOf(rows, settings.format)
  if (settings.kind === 'syslog')
    return sendSyslog(settings.url, messages.map(framed).join(''), signal)
  const { url, authorization } = settings
  accepted(
    await call(url, {
      method: 'POST',
      signal,
      body: messages.map(({ text }) => `${text}\n`).join(''),
      headers: {
        'content-type': 'application/x-ndjson',
        'gatehouse-first-row': String(rows[0]?.seq),
        'gatehouse-last-row': String(rows.at(-1)?.seq),
        ...(authorization ? { authorization } : {}),
      },
    }),
  )
}

/** The rows of a stream, in batches. */
const rowsOf = (settings: StreamSettings): Feed<Batch> => ({
  name: settings.name,
  table: 'audit_stream',
  lease: `audit stream ${settings.name}`,
  what: 'A batch of audit rows',
  async isDue() {
    const [due] = await sql()`
      select from audit_head h left join audit_stream s on s.name = ${settings.name}
      where h.seq <> coalesce(s.sent, 0) and ${isTime()}`
    return due !== undefined
  },
  async next() {
    await begin(settings)
    const [state] = await sql()<{ sent: number; fits: boolean; isDue: boolean }[]>`
      select s.sent::float8 as sent, ${isTime()} as "isDue",
        s.sent = 0 or exists (select from audit a where a.seq = s.sent and encode(a.hash, 'hex') = s.sent_hash) as fits
      from audit_stream s where s.name = ${settings.name}`
    if (!state?.isDue) return undefined
    if (!state.fits) {
      await halt(settings.name, state.sent)
      return undefined
    }
    const rows = await sql()<RawRow[]>`
      select seq::float8 as seq, body, encode(prev, 'hex') as prev, encode(hash, 'hex') as hash
      from audit where seq > ${state.sent} order by audit.seq limit ${BATCH}`
    const last = rows.at(-1)
    return last && { rows, last }
  },
  send: (batch, signal) => send(settings, batch, signal),
  progress: ({ last }) => ({ sent: last.seq, sent_hash: last.hash }),
})

const begin = ({ name, start }: StreamSettings) => sql()`
  insert into audit_stream (name, sent, sent_hash)
  select ${name}, ${start === 'next' ? sql()`seq` : 0}, ${start === 'next' ? sql()`encode(hash, 'hex')` : NOTHING}
  from audit_head on conflict do nothing`

/** The receiver has a row that the log does not have. What follows would look like its continuation. */
async function halt(name: string, seq: number): Promise<void> {
  const why = `Row ${seq} of the audit log differs from the row that was sent: the database was restored from a backup, or the row was changed. Verify the log. To send it again from the start, give the stream another name in gatehouse.yaml.`
  await sql()`
    update audit_stream set error = ${why}, failing_since = coalesce(failing_since, clock_timestamp()),
      next_at = clock_timestamp() + interval '1 minute' where name = ${name}`
}

/** Sends a stream all rows that it has not received, in order, until a batch fails. */
export const deliverRows = (settings: StreamSettings, timeoutMs?: number): Promise<void> =>
  feed(rowsOf(settings), timeoutMs)

export type StreamState = {
  name: string
  sent: number
  behindRows: number
  /** Since the oldest row that was not sent. Null: it has all. */
  behindMinutes: number | null
  error: string | null
}

/** Whether a stream has an error although there is no row that waits. */
export const isHalted = ({ behindMinutes, error }: Pick<StreamState, 'behindMinutes' | 'error'>) =>
  behindMinutes === null && error !== null

/** How far each stream is, also those that are no longer configured. */
export const streamStates = () => sql()<StreamState[]>`
  select s.name, s.sent::float8 as sent, s.error, greatest(h.seq - s.sent, 0)::float8 as "behindRows",
    extract(epoch from clock_timestamp() - (select (a.body::jsonb ->> 'time')::timestamptz from audit a where a.seq = s.sent + 1))::float8 / 60 as "behindMinutes"
  from audit_stream s, audit_head h`

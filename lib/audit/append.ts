import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { storable } from '@/lib/format/storable'
import { canonical, type Json } from './canonical'
import { type AuditEntry, Personal, type Recorded, recorded } from './entry'

type Text = { commitment: string; salt: string; clear: string }

type Appended = { seq: number; hash: string }

/**
 * Adds one row to the audit log in the caller's transaction, so that both succeed or neither does. It holds the log's
 * lock until the transaction ends, so call it last and commit immediately. Returns the row's number and its hash in hex.
 * @throws the database's error. The caller must not call Atlas then.
 */
export async function append(tx: postgres.TransactionSql, entry: AuditEntry): Promise<Appended> {
  const [row] = await appendAll(tx, [entry])
  return row!
}

/** The same for several rows, in their order: every writer waits for the log's lock, so it is held for two queries only. */
export async function appendAll(
  tx: postgres.TransactionSql,
  all: readonly AuditEntry[],
): Promise<Appended[]> {
  const texts: Text[] = []
  const rows = all.map((entry) => fieldsOf(entry, texts))
  if (texts.length > 0) await tx`insert into audit_text ${tx(texts)}`
  // As text with microseconds, because a Date has only milliseconds.
  const [next] = await tx<[{ seq: string; time: string }]>`
    select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time from audit_lock()`
  const first = Number(next.seq)
  const bodies = rows.map((fields, at) =>
    canonical({ id: randomUUID(), ...fields, v: 1, seq: first + at, time: next.time }),
  )
  return tx<Appended[]>`
    select seq::float8 as seq, encode(audit_append(seq, body), 'hex') as hash
    from (select ${first} + at - 1 as seq, body from unnest(${bodies}::text[]) with ordinality as row (body, at) order by at) as rows`
}

/** The fields of a row. Its personal texts are added to `texts`. */
function fieldsOf(entry: AuditEntry, texts: Text[]): { [key: string]: Json } {
  const own: Text[] = []
  const { target, targetInput, ...rest } = entry
  const fields = sealed(marked(rest), own)
  const about =
    target &&
    sealed(
      {
        target: sealsTarget(target, [...own, ...writtenIn(targetInput)]) ? mark(target) : target,
      },
      own,
    )
  texts.push(...own)
  return { ...fields, ...about }
}

/** The hash that the log stores for a text. Anyone with the salt and the text can recompute it. */
export const commitmentOf = (salt: string, clear: string): string =>
  `sha256:${createHash('sha256')
    .update(salt + clear)
    .digest('hex')}`

/**
 * Whether a target is personal: it quotes a name that a person chose, or contains a text that is personal elsewhere in
 * the row or in the input it describes.
 */
const sealsTarget = (target: string, texts: readonly Text[]): boolean =>
  /[“"]/.test(target) || texts.some(({ clear }) => clear.length > 2 && target.includes(clear))

/** The personal texts of an input. */
function writtenIn(input: unknown): Text[] {
  const texts: Text[] = []
  const value: unknown = typeof input === 'string' ? JSON.parse(input) : input
  if (value !== undefined) sealed({ input: recorded(value) }, texts)
  return texts
}

function marked(entry: Omit<AuditEntry, 'target' | 'targetInput'>): {
  [key: string]: Recorded | undefined
} {
  const { display, ip, ua, ...actor } = entry.actor
  return {
    ...entry,
    actor: { ...actor, display: mark(display), ip: mark(ip), ua: mark(ua) },
    reason: mark(entry.reason),
    comment: mark(entry.comment),
  }
}

const mark = (clear: string | undefined) => (clear ? new Personal(clear) : undefined)

/** Replaces personal texts with their hashes and collects the clear texts. */
function sealed(fields: { [key: string]: Recorded | undefined }, texts: Text[]) {
  const seal = (value: Recorded): Json => {
    if (value instanceof Personal) {
      const salt = randomBytes(16).toString('hex')
      const clear = storable(value.clear)
      const commitment = commitmentOf(salt, clear)
      texts.push({ commitment, salt, clear })
      return commitment
    }
    // Text from Atlas must never stop a record.
    if (typeof value === 'string') return storable(value)
    if (isList(value)) return value.map(seal)
    return isFields(value) ? each(value) : value
  }
  const each = (all: { readonly [key: string]: Recorded | undefined }): { [key: string]: Json } =>
    Object.fromEntries(
      Object.entries(all).flatMap(([key, value]) =>
        value === undefined ? [] : [[storable(key), seal(value)]],
      ),
    )
  return each(fields)
}

const isList = (value: Recorded): value is readonly Recorded[] => Array.isArray(value)

// `canonical` refuses other classes, such as Date.
const isFields = (value: Recorded): value is { readonly [key: string]: Recorded | undefined } =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { storable } from '@/lib/format/storable'
import { canonical, type Json } from './canonical'
import { type AuditEntry, Personal, type Recorded, recorded } from './entry'

type Text = { commitment: string; salt: string; clear: string }

/**
 * Adds one row to the audit log in the caller's transaction, so that both succeed or neither does. It holds the log's
 * lock until the transaction ends, so call it last and commit immediately. Returns the row's number and its hash in hex.
 * @throws the database's error. The caller must not call Atlas then.
 */
export async function append(
  tx: postgres.TransactionSql,
  entry: AuditEntry,
): Promise<{ seq: number; hash: string }> {
  const texts: Text[] = []
  const { target, targetInput, ...rest } = entry
  const fields = sealed(marked(rest), texts)
  const about =
    target &&
    sealed(
      {
        target: sealsTarget(target, [...texts, ...writtenIn(targetInput)]) ? mark(target) : target,
      },
      texts,
    )
  // Before the lock, which all writers share.
  if (texts.length > 0) await tx`insert into audit_text ${tx(texts)}`
  // As text with microseconds, because a Date has only milliseconds.
  const [next] = await tx<[{ seq: string; time: string }]>`
    select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time from audit_lock()`
  const seq = Number(next.seq)
  const body = canonical({ id: randomUUID(), ...fields, ...about, v: 1, seq, time: next.time })
  const [row] = await tx<[{ hash: string }]>`
    select encode(audit_append(${seq}, ${body}), 'hex') as hash`
  return { seq, hash: row.hash }
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

import type { z } from 'zod'
import { isUniqueViolation } from '@/lib/approvals/postgres-errors'
import { append } from '@/lib/audit/append'
import { countErasure } from '@/lib/audit/erase'
import { type listErasures, type previewErasure, requestErasure } from '@/lib/ops/erasures'
import { OpError } from '@/lib/ops/failure'
import { byOf } from '../actor'
import { checkPhrase } from '../confirm'
import { sql } from '../database'
import type { ConsoleContext } from './context'

/** `erasures.preview` */
export const preview = ({ subject }: z.output<typeof previewErasure.input>) =>
  countErasure(sql(), subject)

/** `erasures.list`: the newest 100. */
export async function list(): Promise<z.output<typeof listErasures.output>> {
  const rows = await sql()<
    {
      id: string
      subject: string
      requested_at: Date
      done_at: Date | null
      texts: number | null
      open: string[] | null
      error: string | null
    }[]
  >`select * from erasure order by requested_at desc limit 100`
  return {
    results: rows.map(({ requested_at, done_at, open, ...row }) => ({
      id: row.id,
      subject: row.subject,
      texts: row.texts,
      error: row.error,
      requestedAt: requested_at.toISOString(),
      doneAt: done_at?.toISOString() ?? null,
      open: open ?? [],
    })),
  }
}

/**
 * `erasures.request`: records it, for the owner of the tables to carry out.
 * @throws OpError 'invalid' without the typed subject, 'not-found' when the person left no text, 'conflict' when it is requested already
 */
export async function request(
  { subject }: z.output<typeof requestErasure.input>,
  { person, decision, requestId, confirm }: ConsoleContext,
): Promise<z.output<typeof requestErasure.output>> {
  const asked = requestErasure.friction?.({ subject }, 'production')
  const confirmed = asked && checkPhrase(asked, confirm)
  const { texts, requests, decisions, names } = await countErasure(sql(), subject)
  if (texts + requests + decisions + names.length === 0)
    throw OpError.of('not-found', 'Gatehouse has no text by this person. Check the subject.')
  try {
    return await sql().begin(async (tx) => {
      const [row] = await tx<[{ id: string }]>`
        insert into erasure (subject) values (${subject}) returning id`
      await append(tx, {
        type: 'erasure.requested',
        actor: byOf(person, decision),
        op: 'erasures.request',
        target: `person ${subject}`,
        after: { subject, texts, requests, decisions, ...confirmed },
        trace: requestId,
      })
      return { id: row.id }
    })
  } catch (error) {
    throw isUniqueViolation(error, 'erasure_waiting')
      ? OpError.of('conflict', 'This erasure is already requested.')
      : error
  }
}

import type { z } from 'zod'
import { append } from '@/lib/audit/append'
import { personal } from '@/lib/audit/entry'
import { entries } from '@/lib/audit/read'
import { type ExportFormat, exportAudit } from '@/lib/ops/audit'
import { OpError } from '@/lib/ops/failure'
import { byOf } from '../actor'
import { payForChain } from '../allowance'
import { linesOf } from '../audit/export'
import { sql } from '../database'
import { decide } from '../decide'
import type { Person } from '../person'
import { rowsFor } from './audit'
import type { ConsoleContext } from './context'

const TYPE = 'audit.exported'
/** How long after its record a download can start, in ms. */
const STARTS_WITHIN_MS = 60_000

/** `audit.export`: records the export. The download reads the filter from this row. */
export async function record(
  { format, filter }: z.output<typeof exportAudit.input>,
  { person, decision, requestId: trace, begin }: ConsoleContext,
): Promise<z.output<typeof exportAudit.output>> {
  await payForChain(person)
  const { text, ...rest } = filter
  return sql().begin(async (tx) => {
    await begin?.(tx)
    const { seq } = await append(tx, {
      type: TYPE,
      actor: byOf(person, decision),
      op: exportAudit.id,
      target: 'the audit log',
      after: { format, filter: { ...rest, ...(text ? { text: personal(text) } : {}) } },
      trace,
    })
    return { seq }
  })
}

export type Download = { format: ExportFormat; lines: AsyncGenerator<string> }

/**
 * The rows that a recorded export covers, up to its own row.
 * @throws OpError 'not-found' for another person's export, 'conflict' for one that is too old
 */
export async function download(seq: number, person: Person): Promise<Download> {
  const [row] = await entries(sql(), {
    after: seq - 1,
    limit: 1,
    type: TYPE,
    where: sql()`seq = ${seq}`,
  })
  const { actor, after, time = '' } = row?.body ?? {}
  if (!row || actor?.iss !== person.iss || actor.sub !== person.sub)
    throw OpError.of('not-found', 'This export does not exist, or it is not yours.')
  if (Date.now() - Date.parse(time) > STARTS_WITHIN_MS)
    throw OpError.of('conflict', 'This export has ended. Start it again on the Audit page.')
  const { format, filter } = exportAudit.input.parse(after)
  await decide(exportAudit, { format, filter }, person)
  const { where } = await rowsFor(filter, person)
  return { format, lines: linesOf(sql(), format, { through: seq, where }) }
}

import type { z } from 'zod'
import type { MadeCheckpoint } from '@/lib/audit/checkpoint'
import type { AuditFilter } from '@/lib/ops/audit'
import { type auditReport, type ReportNumber, reportNumbers } from '@/lib/ops/audit-report'
import { accessOf, endsAccess, ops } from '@/lib/ops/registry'
import { sql } from '../database'
import { rowsFor } from './audit'
import type { ConsoleContext } from './context'

/** The operations that give access. */
const giving = () => [...ops.keys()].filter((id) => accessOf(id) && !endsAccess(id))

/** The rows behind each number, as the audit page filters them. */
const rows = (): Record<ReportNumber, AuditFilter> => ({
  filed: { types: ['request.created'] },
  approved: { types: ['request.approved'] },
  automatic: { types: ['request.approved'], person: 'gatehouse' },
  denied: { types: ['request.denied'] },
  undecided: { types: ['request.expired'] },
  unused: { types: ['request.closed'], outcomes: ['missed'] },
  grants: { types: ['effect.confirmed'], ops: giving() },
  expired: { types: ['grant.ended'], outcomes: ['ended'] },
  revoked: { types: ['grant.ended'], outcomes: ['revoked'] },
  breakGlass: { types: ['breakglass.used'] },
  unreviewed: { types: ['breakglass.used'], without: ['breakglass.reviewed'] },
  overdue: { types: ['breakglass.overdue'] },
  drift: { types: ['drift.detected'] },
  commands: { types: ['command.intent'] },
  exports: { types: ['audit.exported'] },
  erasures: { types: ['audit.erased'] },
})

const AT = `(body::jsonb ->> 'time')::timestamptz`

/** `audit.report`: every number is the count of the rows that its filter shows. */
export async function report(
  { from, to }: z.output<typeof auditReport.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof auditReport.output>> {
  const period = { from, to }
  const all = rows()
  const { isComplete, where: inPeriod } = await rowsFor(period, person)
  const numbers = await Promise.all(
    reportNumbers.map(async (name) => {
      const filter = { ...all[name], ...period }
      const { where } = await rowsFor(filter, person)
      const [row] = await sql()<{ count: number }[]>`
        select count(*)::float8 as count from audit where ${where}`
      return [name, { filter, count: row?.count ?? 0 }] as const
    }),
  )
  const { where: decided } = await rowsFor(
    { types: ['request.approved', 'request.denied'], person: 'people', ...period },
    person,
  )
  const [time] = await sql()<{ median: number | null }[]>`
    select percentile_cont(0.5) within group (order by extract(epoch from ${sql().unsafe(AT)} - filed.at) / 60) as median
    from audit, lateral (
      select (o.body::jsonb ->> 'time')::timestamptz as at from audit o
      where o.body::jsonb #>> '{request,id}' = audit.body::jsonb #>> '{request,id}'
        and o.body::jsonb ->> 'type' = 'request.created' limit 1) filed
    where ${decided}`
  const [verified] = await sql()<{ seq: number; at: string }[]>`
    select seq::float8 as seq, body::jsonb ->> 'time' as at from audit
    where body::jsonb ->> 'type' = 'audit.verified' and body::jsonb ->> 'time' >= ${from} and body::jsonb ->> 'time' < ${to}
    order by audit.seq desc limit 1`
  const [checkpoint] = await sql()<Pick<MadeCheckpoint, 'size' | 'root' | 'origin' | 'made_at'>[]>`
    select size::float8 as size, encode(root, 'base64') as root, origin, made_at from checkpoint
    where made_at >= ${from} and made_at < ${to} order by checkpoint.size desc limit 1`
  const [last] = await sql()<{ seq: number; hash: string }[]>`
    select seq::float8 as seq, encode(hash, 'hex') as hash from audit where ${inPeriod} order by audit.seq desc limit 1`
  return {
    isComplete,
    numbers: Object.fromEntries(numbers) as z.output<typeof auditReport.output>['numbers'],
    medianMinutesToDecide: time?.median ?? null,
    verified: verified ?? null,
    checkpoint: checkpoint
      ? {
          size: checkpoint.size,
          root: checkpoint.root,
          origin: checkpoint.origin,
          madeAt: checkpoint.made_at.toISOString(),
        }
      : null,
    last: last ?? null,
  }
}

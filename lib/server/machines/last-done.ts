import { findOp } from '@/lib/atlas/find-op'
import { wordsFor } from '@/lib/audit/event-types'
import { visibleIn } from '@/lib/audit/matching'
import { entries } from '@/lib/audit/read'
import type { MachineDeed } from '@/lib/ops/machines'
import { auditPlaces } from '../audit/places'
import { sql } from '../database'
import { exactPlaces } from '../in-scope'
import type { Person } from '../person'

const MOST = 20

/** What a machine changed or asked for last, newest first, in the places of the reader. Reads are only counted. */
export async function lastDone(name: string, person: Person): Promise<MachineDeed[]> {
  const q = sql()
  const isAuditor = person.bindings.some(({ role }) => role === 'auditor')
  const [places, audited] = await Promise.all([
    exactPlaces(person.bindings),
    isAuditor ? auditPlaces(person) : [],
  ])
  const rows = await entries(q, {
    limit: MOST,
    newestFirst: true,
    where: q`body::jsonb #>> '{actor,kind}' = 'machine' and body::jsonb #>> '{actor,sub}' = ${name}
      and ${visibleIn(q, places)}`,
  })
  return rows.map(({ seq, body }) => ({
    id: String(seq),
    time: body.time,
    event: wordsFor(body.type).event,
    operation: body.op === undefined ? null : (findOp(body.op)?.title ?? body.op),
    target: body.target ?? null,
    outcome: body.outcome ?? null,
    requestId: body.request?.id ?? null,
    seq: audited === undefined ? seq : null,
  }))
}

import type { z } from 'zod'
import { hashOf } from '@/lib/approvals/effects'
import { fact } from '@/lib/atlas/facts'
import { findOp } from '@/lib/atlas/find-op'
import { visibleIn } from '@/lib/audit/matching'
import { type AuditBody, entries, ODD, type StoredEntry } from '@/lib/audit/read'
import type { getAuditRow } from '@/lib/ops/audit'
import { OpError } from '@/lib/ops/failure'
import { auditPlaces } from '../audit/places'
import { sql } from '../database'
import type { Person } from '../person'
import { shown } from './audit'
import type { ConsoleContext } from './context'

const RELATED = 200

/** A row that the person can read. @throws OpError 'not-found', the same for a row that is not theirs */
export async function rowFor(seq: number, person: Pick<Person, 'bindings'>): Promise<StoredEntry> {
  const where = visibleIn(sql(), await auditPlaces(person))
  const [found] = await entries(sql(), {
    after: seq - 1,
    limit: 1,
    where: sql()`seq = ${seq} and ${where}`,
  })
  if (!found)
    throw OpError.of('not-found', 'This row does not exist, or you do not have access to it.')
  return found
}

/** `audit.get` */
export async function get(
  { seq }: z.output<typeof getAuditRow.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof getAuditRow.output>> {
  const found = await rowFor(Number(seq), person)
  const { body } = found
  const [row] = await shown([found])
  if (!row) throw new Error(`Row ${seq} is not shown`)
  return {
    row,
    prev: found.prev,
    readable: body.type === ODD ? null : body,
    call: await callOf(body),
    trace: body.trace ?? null,
    related: await shown(await relatedTo(found, person)),
  }
}

/** Other rows of the same request, or of the same call. */
async function relatedTo({ seq, body }: StoredEntry, person: Person): Promise<StoredEntry[]> {
  const { request, trace } = body
  if (!request && !trace) return []
  const same = request
    ? sql()`body::jsonb #>> '{request,id}' = ${request.id}`
    : sql()`body::jsonb ->> 'trace' = ${trace ?? ''}`
  const mine = visibleIn(sql(), await auditPlaces(person))
  return entries(sql(), { limit: RELATED, where: sql()`seq <> ${seq} and ${same} and ${mine}` })
}

/** The call to Atlas that a row is about. Null for rows without one. */
async function callOf({ op = '', upstream, trace }: AuditBody) {
  const atlas = findOp(op)?.atlas
  if (!upstream || (!atlas && upstream.body_hash === undefined)) return null
  const called = atlas && fact(atlas.op)
  const hash = upstream.body_hash
  const [sent] = await sql()<
    { body: string | null }[]
  >`select body from effect where id = ${trace ?? ''}`
  const isSame = sent?.body && hash === hashOf(sent.body)
  return {
    method: upstream.method ?? called?.method ?? null,
    path: upstream.path ?? called?.path ?? null,
    bodyHash: hash ?? null,
    body: isSame ? sent.body : null,
    status: upstream.status ?? null,
    atlasRequestId: upstream.request_id ?? null,
  }
}

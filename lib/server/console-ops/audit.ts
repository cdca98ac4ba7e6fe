import type { z } from 'zod'
import { findOp } from '@/lib/atlas/find-op'
import { wordsFor } from '@/lib/audit/event-types'
import { matching, visibleIn } from '@/lib/audit/matching'
import { entries, head, ODD, type StoredEntry } from '@/lib/audit/read'
import { verifyDatabase } from '@/lib/audit/verify'
import type { AuditFilter, AuditRow, auditChoices, listAudit, verifyAudit } from '@/lib/ops/audit'
import { payForChain } from '../allowance'
import { auditPlaces, projectsByOrg } from '../audit/places'
import { ownCheckpoints } from '../checkpoints/self-verify'
import { sql } from '../database'
import { peopleNear } from '../people-near'
import type { Person } from '../person'
import type { ConsoleContext } from './context'

const PER_PAGE = 100

/** The condition for the rows that match a filter and that the person can read. */
export async function rowsFor(filter: AuditFilter, person: Pick<Person, 'bindings'>) {
  const places = await auditPlaces(person)
  const where = matching(sql(), filter, await projectsByOrg())
  return {
    isComplete: places === undefined,
    where: sql()`${where} and ${visibleIn(sql(), places)}`,
  }
}

/** `audit.list`: newest first. */
export async function list(
  { before, ...filter }: z.output<typeof listAudit.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof listAudit.output>> {
  const { isComplete, where } = await rowsFor(filter, person)
  const rows = await entries(sql(), {
    limit: PER_PAGE,
    newestFirst: true,
    where,
    ...(before === undefined ? {} : { after: before }),
  })
  return { head: await head(sql()), isComplete, rows: await shown(rows) }
}

/** Rows as the page lists them. */
export async function shown(rows: readonly StoredEntry[]): Promise<AuditRow[]> {
  const open = await openIntents(rows)
  return rows.map(({ seq, hash, body, stored }) => ({
    seq,
    hash,
    time: body.time || null,
    type: body.type,
    event: wordsFor(body.type).event,
    actor: body.actor.display ?? (body.type === ODD ? 'unknown' : 'Gatehouse'),
    person: body.actor.sub ?? null,
    role: body.actor.role ?? null,
    op: body.op ?? null,
    operation: body.op === undefined ? null : titleOf(body.op),
    target: body.target ?? null,
    outcome: body.outcome ?? null,
    requestId: body.request?.id ?? null,
    isOpen: open.has(seq),
    body: stored,
  }))
}

/** Commands among these rows that have no outcome yet. */
async function openIntents(rows: readonly StoredEntry[]): Promise<Set<number>> {
  const intents = rows.filter(({ body }) => body.type === 'command.intent')
  if (intents.length === 0) return new Set()
  const found = await sql()<{ seq: number }[]>`
    select i.seq from audit i where i.seq in ${sql()(intents.map(({ seq }) => seq))}
      and not exists (select from audit o where o.seq > i.seq and o.body::jsonb ->> 'type' like 'command.%'
        and o.body::jsonb ->> 'trace' = i.body::jsonb ->> 'trace' and o.body::jsonb ->> 'op' = i.body::jsonb ->> 'op')`
  return new Set(found.map(({ seq }) => Number(seq)))
}

/** `audit.choices`: types and operations that the log has, people of the auditor's places who signed in, and machines. */
export async function choices(
  _: unknown,
  { person }: ConsoleContext,
): Promise<z.output<typeof auditChoices.output>> {
  const people = (await auditPlaces(person))
    ? (await peopleNear(person)).map(({ sub, name }) => ({ person: sub, name }))
    : await sql()<{ person: string; name: string }[]>`
        (select sub as person, name from person_seen order by lower(name), sub limit 500)
        union all (select name, name || ' (machine)' from machine order by name limit 500)`
  return {
    people: [
      { person: 'gatehouse', name: 'Gatehouse' },
      { person: 'people', name: 'People' },
      { person: 'machines', name: 'Machines' },
      ...people,
    ],
    types: (await distinct('type'))
      .map((type) => ({ type, event: wordsFor(type).event }))
      .toSorted((a, b) => a.event.localeCompare(b.event, 'en')),
    ops: (await distinct('op'))
      .map((op) => ({ op, title: titleOf(op) }))
      .toSorted((a, b) => a.title.localeCompare(b.title, 'en')),
  }
}

const titleOf = (op: string) => findOp(op)?.title ?? op

/** The values of an indexed field, one look into the index each. */
async function distinct(field: 'type' | 'op'): Promise<string[]> {
  const value = field === 'type' ? sql()`body::jsonb ->> 'type'` : sql()`body::jsonb ->> 'op'`
  const rows = await sql()<{ value: string }[]>`
    with recursive found as (
      (select ${value} as value from audit where ${value} is not null order by 1 limit 1)
      union all
      select (select ${value} from audit where ${value} > found.value order by 1 limit 1) from found where found.value is not null
    ) select value from found where value is not null limit 500`
  return rows.map((row) => row.value)
}

type Verified = z.output<typeof verifyAudit.output>
let verifying: Promise<Verified> | undefined

/** `audit.verify`: simultaneous calls share one verification. @throws OpError 'slow-down' */
export async function verifyChain(
  _: unknown,
  { person }: Pick<ConsoleContext, 'person'>,
): Promise<Verified> {
  if (!verifying) await payForChain(person)
  verifying ??= verify().finally(() => {
    verifying = undefined
  })
  return verifying
}

async function verify(): Promise<Verified> {
  const started = performance.now()
  const result = await verifyDatabase(sql(), { checkpoints: await ownCheckpoints() })
  const at = await head(sql())
  return {
    ok: result.ok,
    rows: result.ok ? result.rows : 0,
    head: at,
    checkpointed: result.ok ? (result.checkpointed ?? null) : null,
    broken: result.ok ? null : { seq: result.seq, what: result.what, why: result.why },
    took: Math.round(performance.now() - started),
  }
}

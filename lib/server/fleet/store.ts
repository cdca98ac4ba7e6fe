import { partsOf, sourceNamed, sources } from '@/lib/fleet/checks'
import type { Part, Source, Wake } from '@/lib/fleet/source'
import { sql, type Transaction } from '../database'
import type { Evaluated } from './evaluate'

/** One reading: a source at a place. */
export type Target = {
  source: string
  connection: string
  /** Empty for a whole connection. */
  orgId: string
  /** Empty for an organization or connection. */
  groupId: string
  part: Part
}

const MINUTE = 60_000
/** After how many minutes something that changes by itself is read again. */
const MOVING_MINUTES = 5

/** A part as text, the same for the same values. */
export const partText = (part: Part): string =>
  JSON.stringify(Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))))

const here = (tx: Transaction | ReturnType<typeof sql>, t: Target, alias = '') => {
  const column = (name: string) => tx(alias ? `${alias}.${name}` : name)
  return tx`${column('source')} = ${t.source} and ${column('org_id')} = ${t.orgId}
    and ${column('group_id')} = ${t.groupId} and ${column('part')} = ${partText(t.part)}`
}

/**
 * Stores what the checks found in an answer that was read at `readAt`, by the database's clock. Does nothing if a newer
 * reading is stored or the place is gone, so a process that was paused can't undo what another one stored.
 */
export async function storeAnswer(
  target: Target,
  source: Source,
  { found, notes, parts, isMoving, isEmpty, signals }: Evaluated,
  readAt: Date,
): Promise<boolean> {
  const minutes = isMoving ? Math.min(MOVING_MINUTES, source.everyMinutes) : source.everyMinutes
  // Spread out, so that places read together are not due together for ever.
  const nextMs = minutes * MINUTE * (0.9 + Math.random() * 0.2)
  return sql().begin(async (tx) => {
    const [before] = await tx<{ read_at: Date | null; signals: Evaluated['signals'] | null }[]>`
      select read_at, signals from fleet_reading where ${here(tx, target)} for update`
    if (!before || (before.read_at && before.read_at >= readAt)) return false
    await tx`
      update fleet_reading set read_at = ${readAt}, first_read_at = coalesce(first_read_at, ${readAt}), failures = 0,
        failure = null, notes = ${tx.json(notes)}, signals = ${tx.json(signals)}, is_empty = ${isEmpty},
        next_at = ${readAt}::timestamptz + ${`${nextMs} ms`}::interval
      where ${here(tx, target)}`
    await storeFindings(tx, target, found, notes, readAt)
    for (const [child, some] of parts) await storeParts(tx, target, child, some, readAt)
    await wake(tx, changed(before.signals ?? {}, signals))
    return true
  })
}

/** The readings about which the signals differ. */
const changed = (before: Evaluated['signals'], now: Evaluated['signals']): Wake[] =>
  Object.entries(now).flatMap(([groupId, some]) =>
    Object.keys(some).flatMap((source) =>
      before[groupId]?.[source] === some[source] ? [] : [{ groupId, source }],
    ),
  )

/** Makes readings due now. */
export async function wake(tx: Transaction | ReturnType<typeof sql>, wakes: readonly Wake[]) {
  if (wakes.length === 0) return
  const rows = wakes.map(({ groupId = '', source, clusterName = null }) => ({
    groupId,
    source,
    clusterName,
  }))
  await tx`
    update fleet_reading r set next_at = least(next_at, clock_timestamp())
    from jsonb_to_recordset(${tx.json(rows)}) as x("groupId" text, source text, "clusterName" text)
    where r.source = x.source and r.group_id = x."groupId" and r.read_at is not null
      and (x."clusterName" is null or coalesce(r.part::jsonb ->> 'clusterName', x."clusterName") = x."clusterName")`
}

/** Makes the readings of these queries at a place due now, because a command may have changed the answers. */
export const wakeQueries = (ops: readonly string[], orgId: string, groupId = '') => sql()`
  update fleet_reading set next_at = least(next_at, clock_timestamp())
  where source = any(${sources.flatMap(({ id, op }) => (op && ops.includes(op.id) ? [id] : []))})
    and org_id = ${orgId} and group_id = ${groupId} and read_at is not null`

async function storeFindings(
  tx: Transaction,
  target: Target,
  found: Evaluated['found'],
  notes: Evaluated['notes'],
  readAt: Date,
): Promise<void> {
  const { source, orgId, groupId, part } = target
  const open = await tx<{ id: number; check_id: string; key: string }[]>`
    select id, check_id, key from fleet_finding where ${here(tx, target)} and gone_at is null`
  const isFound = new Set(found.map(({ check, key }) => `${check}|${key}`))
  const gone = open.filter(
    ({ check_id: id, key }) => !isFound.has(`${id}|${key}`) && typeof notes[id] !== 'string',
  )
  if (gone.length > 0)
    await tx`update fleet_finding set gone_at = ${readAt} where id = any(${gone.map(({ id }) => id)})`
  if (found.length === 0) return
  const rows = found.map(({ check, ...rest }) => ({ check_id: check, ...rest }))
  await tx`
    insert into fleet_finding (check_id, source, part, key, org_id, group_id, level, word, what, subject, since, opened, first_seen_at)
    select check_id, ${source}, ${partText(part)}, key, ${orgId}, ${groupId}, level, word, what, subject, since, opened, ${readAt}
    from jsonb_to_recordset(${tx.json(rows)}) as x(check_id text, key text, level text, word text, what text, subject text, since timestamptz, opened jsonb)
    on conflict (check_id, source, org_id, group_id, part, key) where gone_at is null
      do update set level = excluded.level, word = excluded.word, what = excluded.what, subject = excluded.subject, since = excluded.since,
        opened = excluded.opened
      where (fleet_finding.level, fleet_finding.word, fleet_finding.what, fleet_finding.subject, fleet_finding.since, fleet_finding.opened)
        is distinct from (excluded.level, excluded.word, excluded.what, excluded.subject, excluded.since, excluded.opened)`
}

/** Adds the readings of new parts of a reading, and removes those of parts that are gone. */
async function storeParts(
  tx: Transaction,
  target: Target,
  child: string,
  parts: readonly Part[],
  readAt: Date,
): Promise<void> {
  const { connection, orgId, groupId } = target
  const texts = [...new Set(parts.map((one) => partText({ ...target.part, ...one })))]
  await tx`
    insert into fleet_reading (source, part, connection, org_id, group_id, next_at)
    select ${child}, part, ${connection}, ${orgId}, ${groupId}, ${readAt} from unnest(${texts}::text[]) as part
    on conflict do nothing`
  const gone = await tx<{ part: string }[]>`
    delete from fleet_reading where source = ${child} and org_id = ${orgId} and group_id = ${groupId}
      and part::jsonb @> ${tx.json(target.part)} and not part = any(${texts}::text[]) returning part`
  if (gone.length === 0) return
  await tx`
    update fleet_finding set gone_at = ${readAt} where source = ${child} and org_id = ${orgId} and group_id = ${groupId}
      and part = any(${gone.map(({ part }) => part)}) and gone_at is null`
  const source = sourceNamed(child)
  for (const { part } of gone)
    for (const inner of source ? partsOf(source) : [])
      await storeParts(tx, { ...target, part: JSON.parse(part) }, inner.id, [], readAt)
}

/** The longest time until a failed reading is tried again, in minutes. */
const LONGEST_WAIT = 60

/** Stores that a reading failed. What was read before stays. `isRefused`: trying soon again would not help. */
export async function storeFailure(
  target: Target,
  why: string,
  { isRefused, triedAt }: { isRefused: boolean; triedAt: Date },
): Promise<void> {
  await sql()`
    update fleet_reading set failures = failures + 1, failure = ${why},
      next_at = clock_timestamp() + make_interval(mins => ${isRefused ? LONGEST_WAIT : sql()`least(${LONGEST_WAIT}, (2 ^ least(failures, 6))::int)`})
    where ${here(sql(), target)} and connection = ${target.connection} and (read_at is null or read_at < ${triedAt})`
}

/** Reads a target later, because the rate limit of its calls is half used up. */
export const postpone = (target: Target) => sql()`
  update fleet_reading set next_at = clock_timestamp() + interval '20 seconds'
  where ${here(sql(), target)} and connection = ${target.connection}`

/** Makes due what was read in the future: the database's clock went back. */
export const mendTimes = () => sql()`
  update fleet_reading set read_at = least(read_at, clock_timestamp()), next_at = clock_timestamp()
  where read_at > clock_timestamp() + interval '1 minute'
    or (next_at > clock_timestamp() + interval '2 days' and next_at < 'infinity')`

/** For how long findings that are gone are kept, for comparisons. */
const KEPT_DAYS = 90

/** Deletes findings that are gone for 90 days. */
export const forgetGone = () => sql()`
  delete from fleet_finding where gone_at < clock_timestamp() - make_interval(days => ${KEPT_DAYS})`

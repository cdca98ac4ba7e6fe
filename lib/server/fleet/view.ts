import { perProcess } from '@/lib/atlas/per-process'
import { type FindingLevel, findingLevels } from '@/lib/ops/fleet'
import { sql } from '../database'

/** The readings of one source at one place, its parts together. */
export type ReadingRow = {
  org_id: string
  group_id: string
  source: string
  /** Readings, those of them never read, and those whose last try failed. */
  all: number
  unread: number
  failed: number
  /** The oldest complete reading, in milliseconds. */
  at: number | null
  why: string | null
  notes: Array<Record<string, string | true>> | null
}

/** The findings of one check at one place, with the worst one of them. */
export type FindingRow = {
  org_id: string
  group_id: string
  check_id: string
  count: number
  /** In milliseconds. */
  since: number
  level: FindingLevel
  word: string
  key: string
  subject: string
  part: string
}

/** What is known about a project or organization: readings by source, findings by check. Replaced when it changes. */
export type PlaceState = {
  readings: ReadonlyMap<string, ReadingRow>
  findings: ReadonlyMap<string, FindingRow>
}

export type Snapshot = {
  /** In milliseconds, by the database's clock. */
  now: number
  /** By `placeKey`. */
  places: ReadonlyMap<string, PlaceState>
}

export const placeKey = (orgId: string, groupId = '') => `${orgId}/${groupId}`

/** For how long people share a snapshot, in ms. */
const SHARED_MS = 1_000
/** For how long people wait for one that is being read before another is tried, in ms. */
const PATIENCE_MS = 30_000
/** A transaction that wrote this long ago is visible, in ms. */
const COMMITTED_MS = 30_000

/** `version` tells the readings of a place from earlier ones. */
type Recent = { org_id: string; group_id: string; version: string; at: number }

type Kept = {
  /** When the last read began or ended, in ms. */
  at: number
  isReading: boolean
  upTo: number
  places: Map<string, PlaceState>
  /** The places that the next read finds again although nothing in them changes. */
  recent: Recent[]
  reading?: Promise<Snapshot>
}

const kept = perProcess(
  'gatehouseFleetView',
  (): Kept => ({
    at: Number.NEGATIVE_INFINITY,
    isReading: false,
    upTo: Number.NEGATIVE_INFINITY,
    places: new Map(),
    recent: [],
  }),
)

/**
 * The state of the whole fleet, in one query for what changed. It is not limited to anybody's roles. While a read runs,
 * everyone waits for it: more queries would make a slow database slower.
 */
export function snapshot(): Promise<Snapshot> {
  const all = kept()
  const sharedMs = all.isReading ? PATIENCE_MS : SHARED_MS
  if (all.reading && performance.now() - all.at <= sharedMs) return all.reading
  const reading = read(all).finally(() => {
    if (all.reading === reading) Object.assign(all, { isReading: false, at: performance.now() })
  })
  reading.catch(() => {
    if (all.reading === reading) forgetSnapshot()
  })
  Object.assign(all, { isReading: true, at: performance.now(), reading })
  return reading
}

/** Lets the next reader get a new snapshot. */
export const forgetSnapshot = (): void => {
  Object.assign(kept(), { reading: undefined, isReading: false })
}

type Answer = {
  now: number
  changed: Array<Omit<Recent, 'at'>> | null
  readings: ReadingRow[] | null
  findings: FindingRow[] | null
}

async function read(all: Kept): Promise<Snapshot> {
  const ms = (at: string) => sql().unsafe(`floor(extract(epoch from ${at}) * 1000)::float8`)
  const since = Math.max(0, all.upTo - COMMITTED_MS)
  const recent = all.recent.filter(({ at }) => at > since)
  const column = (name: 'org_id' | 'group_id' | 'version') => recent.map((one) => one[name])
  const [row] = await sql()<Answer[]>`
    with changed as materialized (
      select org_id, group_id, sum(extract(epoch from changed_at))::text as version from fleet_reading
      join (select distinct org_id, group_id from fleet_reading where org_id <> '' and changed_at > ${new Date(since)}) c
        using (org_id, group_id) group by org_id, group_id
      except
      select * from unnest(${column('org_id')}::text[], ${column('group_id')}::text[], ${column('version')}::text[]))
    select ${ms('clock_timestamp()')} as now, (select json_agg(c) from changed c) as changed,
      (select json_agg(r) from (
        select org_id, group_id, source, count(*) as all, count(*) filter (where read_at is null) as unread,
          count(*) filter (where failure is not null) as failed, ${ms('min(read_at)')} as at, max(failure) as why,
          json_agg(notes) filter (where notes <> '{}') as notes
        from fleet_reading join changed using (org_id, group_id) group by org_id, group_id, source) r) as readings,
      (select json_agg(totals || worst) from (
        select jsonb_build_object('check_id', check_id, 'org_id', org_id, 'group_id', group_id, 'count', count(*),
            'since', ${ms('min(at)')}) as totals,
          (array_agg(jsonb_build_object('level', level, 'word', word, 'key', key, 'subject', subject, 'part', part) order by rank, at))[1] as worst
        from (select *, array_position(${[...findingLevels]}::text[], level) as rank, coalesce(since, first_seen_at) as at
          from fleet_finding join changed using (org_id, group_id) where gone_at is null) f
        group by check_id, org_id, group_id) g) as findings`
  const now = row?.now ?? Date.now()
  const changed = byPlace(row?.readings ?? [], ({ source }) => source)
  const findings = byPlace(row?.findings ?? [], ({ check_id }) => check_id)
  for (const [place, readings] of changed)
    all.places.set(place, { readings, findings: findings.get(place) ?? new Map() })
  const again = new Set((row?.changed ?? []).map((one) => placeKey(one.org_id, one.group_id)))
  all.recent = [
    ...recent.filter((one) => !again.has(placeKey(one.org_id, one.group_id))),
    ...(row?.changed ?? []).map((one) => ({ ...one, at: now })),
  ]
  all.upTo = now
  return { now, places: all.places }
}

function byPlace<R extends { org_id: string; group_id: string }>(
  rows: readonly R[],
  key: (row: R) => string,
): Map<string, Map<string, R>> {
  const places = new Map<string, Map<string, R>>()
  for (const row of rows) {
    const place = placeKey(row.org_id, row.group_id)
    const there = places.get(place) ?? new Map<string, R>()
    there.set(key(row), row)
    places.set(place, there)
  }
  return places
}

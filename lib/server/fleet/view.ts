import { perProcess } from '@/lib/atlas/per-process'
import type { FindingLevel } from '@/lib/ops/fleet'
import { sql } from '../database'

/** The readings of one source at one place, its parts together. */
export type ReadingRow = {
  source: string
  org_id: string
  group_id: string
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
  check_id: string
  org_id: string
  group_id: string
  count: number
  /** In milliseconds. */
  since: number
  level: FindingLevel
  word: string
  key: string
  subject: string
  part: string
}

export type Snapshot = {
  /** In milliseconds, by the database's clock. */
  now: number
  /** By place (`placeKey`), then by source. */
  readings: ReadonlyMap<string, ReadonlyMap<string, ReadingRow>>
  /** By place, then by check. */
  findings: ReadonlyMap<string, ReadonlyMap<string, FindingRow>>
}

export const placeKey = (orgId: string, groupId = '') => `${orgId}/${groupId}`

/** For how long people share a snapshot, in ms. */
const SHARED_MS = 1_000

const shared = perProcess('gatehouseFleetView', (): { at: number; read?: Promise<Snapshot> } => ({
  at: Number.NEGATIVE_INFINITY,
}))

/** The state of the whole fleet, in one query. It is not limited to anybody's roles. */
export function snapshot(): Promise<Snapshot> {
  const one = shared()
  if (one.read && performance.now() - one.at <= SHARED_MS) return one.read
  one.at = performance.now()
  one.read = read().catch((error) => {
    one.at = Number.NEGATIVE_INFINITY
    throw error
  })
  return one.read
}

/** Lets the next reader get a new snapshot. */
export const forgetSnapshot = (): void => {
  shared().at = Number.NEGATIVE_INFINITY
}

type Answer = { now: number; readings: ReadingRow[] | null; findings: FindingRow[] | null }

async function read(): Promise<Snapshot> {
  const ms = (at: string) => sql().unsafe(`floor(extract(epoch from ${at}) * 1000)::float8`)
  const [row] = await sql()<Answer[]>`
    select ${ms('clock_timestamp()')} as now,
      (select json_agg(r) from (
        select source, org_id, group_id, count(*) as all, count(*) filter (where read_at is null) as unread,
          count(*) filter (where failure is not null) as failed, ${ms('min(read_at)')} as at, max(failure) as why,
          json_agg(notes) filter (where notes <> '{}') as notes
        from fleet_reading where org_id <> '' group by source, org_id, group_id) r) as readings,
      (select json_agg(totals || worst) from (
        select jsonb_build_object('check_id', check_id, 'org_id', org_id, 'group_id', group_id, 'count', count(*),
            'since', ${ms('min(at)')}) as totals,
          (array_agg(jsonb_build_object('level', level, 'word', word, 'key', key, 'subject', subject, 'part', part) order by rank, at))[1] as worst
        from (select *, array_position(array['bad', 'warn', 'info'], level) as rank, coalesce(since, first_seen_at) as at
          from fleet_finding where gone_at is null) f
        group by check_id, org_id, group_id) g) as findings`
  return {
    now: row?.now ?? Date.now(),
    readings: byPlace(row?.readings ?? [], ({ source }) => source),
    findings: byPlace(row?.findings ?? [], ({ check_id }) => check_id),
  }
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

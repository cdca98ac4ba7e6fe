import type { Check } from '@/lib/fleet/check'
import { checks } from '@/lib/fleet/checks'
import type { At, Source } from '@/lib/fleet/source'
import { roughly } from '@/lib/format/time'
import type { FleetCell } from '@/lib/ops/fleet'
import { type FindingRow, type PlaceState, placeKey, type ReadingRow, type Snapshot } from './view'

const MINUTE = 60_000
/** A reading older than this many times its interval, and at least an hour, says nothing any more. */
const STALE_AFTER = 3
const STALE_AT_LEAST_MS = 60 * MINUTE

type Told = {
  state: 'fine' | 'unread' | 'pending' | 'none'
  at: number | null
  why?: string
  /** From when on its reading is too old, in ms. */
  staleAt?: number
}

type Place = { orgId: string; groupId?: string }
type Known = { cells: Array<FleetCell | null>; staleAt: number }

const unknown: PlaceState = { readings: new Map(), findings: new Map() }

// The state of a place is replaced when it changes, so its cells stay until then, or until a reading is too old.
const known = new WeakMap<PlaceState, Known>()

/** The cells of a project or organization, in the order of the checks; null for checks about the other kind of place. */
export function cellsOf(at: Place, { places, now }: Snapshot): Known['cells'] {
  const state = places.get(placeKey(at.orgId, at.groupId)) ?? unknown
  const before = known.get(state)
  if (before && state !== unknown && now < before.staleAt) return before.cells
  const per = at.groupId ? 'project' : 'organization'
  const made = checks.map((check) =>
    check.per === per ? cellOf(check, at, state, now) : undefined,
  )
  const next = {
    cells: made.map((one) => one?.cell ?? null),
    staleAt: Math.min(...made.map((one) => one?.staleAt ?? Number.POSITIVE_INFINITY)),
  }
  known.set(state, next)
  return next.cells
}

function cellOf(
  check: Check,
  at: Place,
  { readings, findings }: PlaceState,
  now: number,
): { cell: FleetCell; staleAt: number } {
  const found = findings.get(check.id)
  const told = check.readings.map(({ source }) => tell(check.id, source, readings, now))
  const oldest = Math.min(...told.map((one) => one.at ?? Number.POSITIVE_INFINITY))
  const staleAt = Math.min(...told.map((one) => one.staleAt ?? Number.POSITIVE_INFINITY))
  const why = told.find((one) => one.why !== undefined)?.why
  const shared = {
    ...(Number.isFinite(oldest) ? { readAt: new Date(oldest).toISOString() } : {}),
    ...(why === undefined ? {} : { why }),
  }
  if (found) return { cell: { state: 'found', ...worst(check, at, found), ...shared }, staleAt }
  const is = (state: Told['state']) => told.some((one) => one.state === state)
  const state = is('unread') ? 'unread' : is('pending') ? 'pending' : is('fine') ? 'fine' : 'none'
  // When something was read that does not apply says nothing.
  const { readAt: _, ...ofNone } = shared
  return { cell: { state, ...(state === 'none' ? ofNone : shared) }, staleAt }
}

const worst = (
  check: Check,
  at: At,
  { count, level, word, since, part, ...found }: FindingRow,
) => ({
  count,
  level,
  word,
  since: new Date(since).toISOString(),
  href: check.href({ ...at, ...JSON.parse(part) }, found),
})

/** What the readings of one source say about a check, apart from findings. */
function tell(
  check: string,
  source: Source,
  readings: ReadonlyMap<string, ReadingRow>,
  now: number,
): Told {
  const row = readings.get(source.id)
  if (!row)
    return source.of
      ? withoutParts(tell(check, source.of.source, readings, now))
      : { state: 'pending', at: null }
  const { all, unread, failed, at, notes } = row
  const why = row.why ?? undefined
  const trouble = (state: Told['state'], because = why): Told => ({
    state,
    at,
    ...(because === undefined ? {} : { why: because }),
  })
  if (unread > 0) return trouble(failed > 0 ? 'unread' : 'pending')
  if (at === null) return trouble('unread')
  const unclear = notes?.map((one) => one[check]).find((one) => typeof one === 'string')
  if (unclear !== undefined) return trouble('unread', String(unclear))
  const staleAt = at + Math.max(STALE_AFTER * source.everyMinutes * MINUTE, STALE_AT_LEAST_MS)
  if (now >= staleAt) return trouble('unread', why ?? `It was last read ${roughly(now - at)} ago.`)
  const none = notes?.filter((one) => one[check] === true).length ?? 0
  return { ...trouble(none === all ? 'none' : 'fine'), staleAt }
}

/** A place whose parts are known, and that has none. */
const withoutParts = (parent: Told): Told =>
  parent.state === 'fine' ? { ...parent, state: 'none' } : parent

import type { Check } from '@/lib/fleet/check'
import type { At, Source } from '@/lib/fleet/source'
import { roughly } from '@/lib/format/time'
import type { FleetCell } from '@/lib/ops/fleet'
import type { FindingRow, ReadingRow, Snapshot } from './view'
import { placeKey } from './view'

const MINUTE = 60_000
/** A reading older than this many times its interval, and at least an hour, says nothing any more. */
const STALE_AFTER = 3
const STALE_AT_LEAST_MS = 60 * MINUTE

type Told = { state: 'fine' | 'unread' | 'pending' | 'none'; at: number | null; why?: string }

/** The cell of a check at a place of the kind that it is about. */
export function cellOf(
  check: Check,
  at: { orgId: string; groupId?: string },
  all: Snapshot,
): FleetCell {
  const place = placeKey(at.orgId, at.groupId)
  const readings = all.readings.get(place)
  const found = all.findings.get(place)?.get(check.id)
  const told = check.readings.map(({ source }) => tell(check.id, source, readings, all.now))
  const oldest = Math.min(...told.map((one) => one.at ?? Number.POSITIVE_INFINITY))
  const why = told.find((one) => one.why !== undefined)?.why
  const shared = {
    ...(Number.isFinite(oldest) ? { readAt: new Date(oldest).toISOString() } : {}),
    ...(why === undefined ? {} : { why }),
  }
  if (found) return { state: 'found', ...worst(check, at, found), ...shared }
  const is = (state: Told['state']) => told.some((one) => one.state === state)
  const state = is('unread') ? 'unread' : is('pending') ? 'pending' : is('fine') ? 'fine' : 'none'
  const word = state === 'fine' ? { word: check.fine } : {}
  return { state, ...word, ...shared, ...(state === 'none' ? {} : { href: check.href(at) }) }
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
  readings: ReadonlyMap<string, ReadingRow> | undefined,
  now: number,
): Told {
  const row = readings?.get(source.id)
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
  if (now - at > Math.max(STALE_AFTER * source.everyMinutes * MINUTE, STALE_AT_LEAST_MS))
    return trouble('unread', why ?? `It was last read ${roughly(now - at)} ago.`)
  const none = notes?.filter((one) => one[check] === true).length ?? 0
  return trouble(none === all ? 'none' : 'fine')
}

/** A place whose parts are known, and that has none. */
const withoutParts = (parent: Told): Told =>
  parent.state === 'fine' ? { ...parent, state: 'none' } : parent

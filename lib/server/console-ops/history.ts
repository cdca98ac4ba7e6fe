import type { z } from 'zod'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { inUtc } from '@/lib/format/time'
import { findFederation } from '@/lib/ops/federation'
import type { listHistory } from '@/lib/ops/history'
import { auditPlaces } from '../audit/places'
import { readAtlas } from '../call-atlas'
import { sql } from '../database'
import type { Place } from '../decide'
import { notInScope } from '../decide'
import { eventsOf, shownEvent } from '../history/events'
import { merged, upTo } from '../history/merge'
import { type About, rowsOf, sentAround, shownRows } from '../history/rows'
import { exactPlaces } from '../in-scope'
import { ownCredential } from '../own-credential'
import type { ConsoleContext } from './context'

type History = z.output<typeof listHistory.output>

/**
 * `history.list`: the audit log's rows and Atlas's events as one list. Viewers see who changed what, but no reasons and no
 * text that people wrote. If Atlas fails, the rows are still there.
 */
export async function list(
  input: z.output<typeof listHistory.input>,
  { person, decision, requestId, signal }: ConsoleContext,
): Promise<History> {
  const { place } = decision
  if (!place) throw notInScope()
  const about: About = { ...input, ...(await federationOf(input.orgId, place, requestId)) }
  const [log, atlas, gap] = await Promise.all([
    exactPlaces(person.bindings).then((places) => rowsOf(about, { places })),
    inAtlas(about, place, { requestId, ...(signal ? { signal } : {}) }),
    recordedSince(about),
  ])
  const own = atlas.entries.filter(({ by }) => by === 'unexplained')
  const [rows, moments] = await Promise.all([
    auditPlaces(person).then((audited) => shownRows(log.rows, { audited })),
    sentAround(about, own),
  ])
  const entries = merged(rows, atlas.entries, moments)
  const { shown, next } = upTo(
    entries,
    [{ isCut: log.isCut, oldest: log.rows.at(-1)?.body.time }, atlas],
    about.until,
  )
  return {
    results: shown.map((one) => ({ ...one, target: within(one.target, about) })),
    next: next ?? null,
    problem: atlas.problem,
    gaps: [...atlas.gaps, ...(next ? [] : gap)],
  }
}

/** A target without the project that the whole history is about. */
const within = (target: string | null, { groupId }: About) =>
  target?.replace(`project ${groupId} / `, '') ?? null

/** The federation of an organization. Nothing if it has none, or Atlas does not say. */
async function federationOf(orgId: string | undefined, { connection }: Place, requestId: string) {
  if (orgId === undefined) return {}
  const read = await readAtlas(findFederation, { orgId }, connection, { requestId }).catch(
    () => undefined,
  )
  const found = findFederation.output.safeParse(read?.value.body)
  return found.success && found.data.id ? { federationSettingsId: found.data.id } : {}
}

async function inAtlas(
  about: About,
  place: Place,
  how: { requestId: string; signal?: AbortSignal },
) {
  try {
    const [{ events, isCut, isOdd, oldest }, own] = await Promise.all([
      eventsOf(about, place, how),
      ownCredential(place),
    ])
    return {
      entries: events.map((event) => shownEvent(event, own)),
      isCut,
      oldest,
      problem: null,
      gaps: [
        ...(isOdd ? ['Some of Atlas’s events have an unknown format and are missing.'] : []),
        ...(about.values?.length || about.clusterName
          ? ['Atlas’s events do not always name what they are about. Activity shows all of them.']
          : []),
      ],
    }
  } catch (error) {
    if (!(error instanceof AtlasError)) throw error
    return {
      entries: [],
      isCut: false,
      oldest: undefined,
      problem: { ...toFailure(error).failure, requestId: how.requestId },
      gaps: [],
    }
  }
}

/** On the last page: how far back the records go. */
async function recordedSince({ from }: About): Promise<string[]> {
  const [first] = await sql()<{ time: string | null }[]>`
    select body::jsonb ->> 'time' as time from audit order by seq limit 1`
  const began = first?.time
  if (!began || (from && from > began)) return []
  return [
    `Gatehouse’s records begin on ${inUtc(began)}. Earlier changes are shown as far as Atlas keeps their events.`,
  ]
}

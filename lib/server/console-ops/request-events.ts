import type { z } from 'zod'
import type { EffectRow } from '@/lib/approvals/rows'
import { AtlasError, toFailure } from '@/lib/atlas/errors'
import { findCommand } from '@/lib/atlas/find-op'
import { type AtlasEvent, actorOf, EVENTS_PER_PAGE, listProjectEvents } from '@/lib/ops/events'
import { OpError } from '@/lib/ops/failure'
import type { accessEvents } from '@/lib/ops/request-events'
import { getRequest } from '@/lib/ops/requests'
import { rolesAt } from '../bindings'
import { readAtlas } from '../call-atlas'
import { sql } from '../database'
import { decideAt, type Place, placeOf } from '../decide'
import { withoutOddParts } from '../odd-parts'
import { placesOfRequest, requestAt } from '../request-place'
import type { ConsoleContext } from './context'

/** Pages of all events of a project that are searched for what employees did. Events of the access are read whole. */
const PAGES = 5
const PAGES_OF_ACCESS = 50
/** Atlas's clock and the order of its events can differ by this much. */
const SLACK_MS = 60_000

/** When a request could have given access to a cluster. Without `to`, it still does. */
type Live = { groupId: string; clusterName: string; from: number; to: number | undefined }

/**
 * `requests.atlasEvents`: what Atlas says about the access of a request and what people did with it while it was live.
 * @throws OpError with Atlas's failure
 */
export async function list(
  { requestId: id }: z.output<typeof accessEvents.input>,
  { person, requestId, signal }: ConsoleContext,
): Promise<z.output<typeof accessEvents.output>> {
  const { r, place } = await requestAt(id)
  const places = await placesOfRequest(r).catch(() => [])
  decideAt(getRequest, person, places.find((one) => rolesAt(person, one).length > 0) ?? place)
  const types = findCommand(r.op)?.access?.events ?? []
  const lives = types.length > 0 ? livesOf(await effectsOf(id)) : []
  const read = async ([groupId, of]: [string, Live[]]) => {
    const at = await placeOf({ kind: 'project', groupId })
    if (!at || rolesAt(person, at).length === 0) return { events: [], isCut: false }
    return eventsOf(at, of, types, { requestId, ...(signal ? { signal } : {}) })
  }
  const found = await Promise.all(
    [...Map.groupBy(lives, ({ groupId }) => groupId)].map(read),
  ).catch((error) => {
    throw error instanceof AtlasError ? toFailure(error) : error
  })
  return {
    results: found
      .flatMap(({ events }) => events)
      .map((event) => ({
        id: event.id,
        time: event.created,
        type: event.eventTypeName,
        actor: actorOf(event),
        groupId: event.groupId ?? r.group_id ?? '',
        clusterName: event.clusterName ?? null,
        address: event.remoteAddress ?? null,
      }))
      .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)),
    isCut: found.some(({ isCut }) => isCut),
    isLive: lives.some(({ to }) => to === undefined),
  }
}

const effectsOf = (id: string) => sql()<EffectRow[]>`
  select * from effect where request_id in (select id from request where id = ${id} or part_of = ${id})
  order by created_at`

function livesOf(effects: readonly EffectRow[]): Live[] {
  return effects.flatMap(({ kind, group_id, cluster_name, sent_at, expiration_time }) => {
    if (kind !== 'begin' || !group_id || !cluster_name || !sent_at) return []
    const ended = effects.find(
      (e) => e.kind === 'end' && e.group_id === group_id && e.cluster_name === cluster_name,
    )?.confirmed_at
    const ends = [ended, expiration_time].flatMap((date) => date?.getTime() ?? [])
    const to = Math.min(...ends) + SLACK_MS
    const from = sent_at.getTime() - SLACK_MS
    return [
      { groupId: group_id, clusterName: cluster_name, from, to: to < Date.now() ? to : undefined },
    ]
  })
}

type Reading = { requestId: string; signal?: AbortSignal }

async function eventsOf(place: Place, lives: Live[], types: readonly string[], how: Reading) {
  const ends = lives.flatMap(({ to }) => to ?? [])
  const between = {
    groupId: place.groupId ?? '',
    minDate: new Date(Math.min(...lives.map(({ from }) => from))).toISOString(),
    ...(ends.length === lives.length ? { maxDate: new Date(Math.max(...ends)).toISOString() } : {}),
  }
  const [access, all] = await Promise.all([
    pagesOf(place, { ...between, eventType: [...types] }, PAGES_OF_ACCESS, how),
    pagesOf(place, between, PAGES, how),
  ])
  const isAbout = (e: AtlasEvent) =>
    types.includes(e.eventTypeName) || e.isGlobalAdmin || e.employeeIdentifier
  const newestFirst = [...all.events.filter(isAbout), ...access.events]
  const events = [...new Map(newestFirst.map((e) => [e.id, e])).values()].reverse()
  return { events: events.filter((e) => isDuring(e, lives)), isCut: all.isCut || access.isCut }
}

/** Atlas leaves out the cluster of some events. Those count for every cluster. */
const isDuring = ({ created, clusterName }: AtlasEvent, lives: readonly Live[]) =>
  lives.some(
    (live) =>
      (clusterName ?? live.clusterName) === live.clusterName &&
      Date.parse(created) >= live.from &&
      Date.parse(created) <= (live.to ?? Number.POSITIVE_INFINITY),
  )

async function pagesOf(place: Place, filter: Record<string, unknown>, most: number, how: Reading) {
  const events: AtlasEvent[] = []
  for (let pageNum = 1; pageNum <= most; pageNum += 1) {
    const { value } = await readAtlas(
      listProjectEvents,
      { ...filter, pageNum },
      place.connection,
      how,
    )
    const { output } = listProjectEvents
    const read = output.safeParse(value.body)
    const rows = read.data ?? output.safeParse(withoutOddParts(output, value.body)?.data).data
    if (!rows)
      throw OpError.of('unavailable', 'Atlas’s answer about its events has an unknown format.')
    events.push(...rows.results)
    if (rows.results.length < EVENTS_PER_PAGE) return { events, isCut: false }
  }
  return { events, isCut: true }
}

import { eventName } from '@/lib/ops/event-name'
import {
  type AtlasEvent,
  actorOf,
  delegateOf,
  EVENTS_PER_PAGE,
  listOrgEvents,
  listProjectEvents,
  subjectOf,
} from '@/lib/ops/events'
import type { HistoryEntry } from '@/lib/ops/history'
import { eventNames, type OwnCredentials } from '@/lib/ops/own-credential'
import { readAtlas } from '../call-atlas'
import type { Place } from '../decide'
import { withoutOddParts } from '../odd-parts'
import { isAbout } from './resources'
import type { About } from './rows'

/** Pages of events that one page of a history reads. */
const PAGES = 3

type Reading = { requestId: string; signal?: AbortSignal | undefined }

/**
 * Atlas's events of the place, newest first, whether there are older ones, and the time of the oldest that was read.
 * @throws AtlasError
 */
export async function eventsOf(about: About, place: Place, how: Reading) {
  const { groupId, orgId, from, until } = about
  const op = groupId ? listProjectEvents : listOrgEvents
  const filter = {
    ...(groupId ? { groupId } : { orgId }),
    ...(from ? { minDate: from } : {}),
    ...(until ? { maxDate: until } : {}),
  }
  const read: AtlasEvent[] = []
  let isCut = false
  let isOdd = false
  for (let pageNum = 1; pageNum <= PAGES; pageNum += 1) {
    const { value } = await readAtlas(op, { ...filter, pageNum }, place.connection, how)
    const whole = op.output.safeParse(value.body)
    const rows =
      whole.data ?? op.output.safeParse(withoutOddParts(op.output, value.body)?.data).data
    isOdd ||= !whole.success
    read.push(...((rows?.results ?? []) as AtlasEvent[]))
    isCut = (rows?.results.length ?? 0) >= EVENTS_PER_PAGE
    if (!isCut) break
  }
  const oldest = read.at(-1)?.created
  return { events: read.filter((event) => fits(event, about)), isCut, isOdd, oldest }
}

/** Atlas's events name little of what they are about: each value must be one of their texts. */
function fits(
  event: AtlasEvent,
  { clusterName, resources, values = [], anyOf = [] }: About,
): boolean {
  const texts = new Set(Object.values(event).filter((value) => typeof value === 'string'))
  const named = [...(clusterName ? [clusterName] : []), ...values]
  return (
    named.every((value) => texts.has(value)) &&
    (anyOf.length === 0 || anyOf.some((value) => texts.has(value))) &&
    (!resources || named.length > (clusterName ? 1 : 0) || isAbout(event.eventTypeName, resources))
  )
}

/** Whether Gatehouse's own credential caused an event. */
const isOwn = (event: AtlasEvent, own: OwnCredentials): boolean => {
  const { userId, username, publicKey } = event as AtlasEvent & { userId?: unknown }
  const names = eventNames(own)
  return [publicKey, username, userId].some((name) => names.has(name))
}

/** An event as an entry. */
export function shownEvent(event: AtlasEvent, own: OwnCredentials): HistoryEntry {
  const isOurs = isOwn(event, own)
  const isAtlas = !isOurs && actorOf(event) === 'Atlas'
  return {
    id: `event-${event.id}`,
    time: event.created,
    by: isAtlas ? 'atlas' : isOurs ? 'unexplained' : 'outside',
    actor: isOurs
      ? 'Gatehouse’s credential'
      : [actorOf(event), delegateOf(event)].filter(Boolean).join(', '),
    what: eventName(event.eventTypeName),
    type: event.eventTypeName,
    target: subjectOf(event) ?? null,
    outcome: null,
    requestId: null,
    seq: null,
    events: [],
    before: null,
    after: null,
  }
}

import { type HandlerInput, rows, type SandboxFile } from '../define'
import { invalid, reject } from '../reject'
import type { SandboxEvent } from '../world/shapes'

/** Atlas times out when it counts more rows. Without the count it answers. */
const countable = 1000

function eventBody(event: SandboxEvent, { base, query }: HandlerInput) {
  const { groupId, orgId, id } = event
  const owner = groupId ? `groups/${groupId}` : `orgs/${orgId}`
  return {
    isGlobalAdmin: false,
    ...event,
    links: [{ href: `${base}/api/atlas/v2/${owner}/events/${id}`, rel: 'self' }],
    ...(query.get('includeRaw') === 'true'
      ? {
          raw: {
            _t: 'SANDBOX_AUDIT',
            cre: event.created,
            et: event.eventTypeName,
            gid: groupId,
            orgId,
          },
        }
      : {}),
  }
}

/** A date of the query in milliseconds. */
function dateOf(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (!text) return undefined
  const at = Date.parse(text)
  if (!Number.isNaN(at)) return at
  throw invalid([{ field: name, description: 'must be an ISO 8601 date and time' }])
}

/** Newest first, filtered by the query. */
function listed(input: HandlerInput, owns: (event: SandboxEvent) => boolean) {
  const { query, world } = input
  const minDate = dateOf(query, 'minDate')
  const maxDate = dateOf(query, 'maxDate')
  const types = query.getAll('eventType')
  const excluded = query.getAll('excludedEventType')
  const clusterNames = query.getAll('clusterNames').flatMap((names) => names.split(','))
  const reach = Number(query.get('pageNum') ?? 1) * Number(query.get('itemsPerPage') ?? 100)
  if (reach > countable && query.get('includeCount') !== 'false')
    throw reject(500, 'TIMEOUT_WHILE_PAGING', 'Counting the events took too long.')
  const found = world.data.events.filter((e) => {
    const at = Date.parse(e.created)
    return (
      owns(e) &&
      (minDate === undefined || at >= minDate) &&
      (maxDate === undefined || at <= maxDate) &&
      (types.length === 0 || types.includes(e.eventTypeName)) &&
      !excluded.includes(e.eventTypeName) &&
      (clusterNames.length === 0 || clusterNames.includes(e.clusterName ?? ''))
    )
  })
  // Reversed first: within one second the later one is newer.
  return rows(
    found
      .reverse()
      .sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0))
      .map((e) => eventBody(e, input)),
  )
}

function one(input: HandlerInput, owns: (event: SandboxEvent) => boolean) {
  const { eventId } = input.path
  const found = input.world.data.events.find((e) => e.id === eventId && owns(e))
  if (found) return eventBody(found, input)
  throw reject(404, 'EVENT_NOT_FOUND', `No event with ID ${eventId} exists.`, eventId)
}

const ofGroup = ({ world, path }: HandlerInput) => {
  const { id } = world.project(path.groupId)
  return (e: SandboxEvent) => e.groupId === id
}
const ofOrg = ({ world, path }: HandlerInput) => {
  const { id } = world.org(path.orgId)
  return (e: SandboxEvent) =>
    e.orgId === id && (e.groupId === undefined || e.eventTypeName.startsWith('GROUP_'))
}

export const events = {
  listGroupEvents: (input) => listed(input, ofGroup(input)),
  getGroupEvent: (input) => one(input, ofGroup(input)),
  listOrgEvents: (input) => listed(input, ofOrg(input)),
  getOrgEvent: (input) => one(input, ofOrg(input)),
  listEventTypes: ({ world }) =>
    rows(
      [...new Set(world.data.events.map((e) => e.eventTypeName))]
        .sort()
        .map((eventType) => ({ alertable: false, eventType })),
    ),
} satisfies SandboxFile

import { z } from 'zod'
import { query } from './define'
import { orgId, page, projectId } from './shapes'

/** Days of events in which API keys are looked for. */
export const EVENT_DAYS = 30
/** Events in one answer: the most that Atlas gives. */
export const MOST_EVENTS = 500

const eventRow = z.looseObject({ created: z.string().nullish(), publicKey: z.string().nullish() })
const range = { minDate: z.iso.datetime(), pageNum: z.int().min(1) }
type Range = { minDate: string; pageNum: number }
const counted = ({ minDate, pageNum }: Range) => ({
  minDate,
  pageNum,
  includeCount: false,
  itemsPerPage: MOST_EVENTS,
})

/** Pages of events, only for Gatehouse. */
export const orgEventsSince = query({
  id: 'orgEvents.since',
  title: 'Read the recent events of an organization',
  atlas: { op: 'listOrgEvents', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId, ...range }),
  output: page(eventRow),
  query: counted,
  maxAgeSeconds: 300,
  internal: true,
})
export const projectEventsSince = query({
  id: 'events.since',
  title: 'Read the recent events of a project',
  atlas: { op: 'listGroupEvents', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, ...range }),
  output: page(eventRow),
  query: counted,
  maxAgeSeconds: 300,
  internal: true,
})

/** The newest event of each public key. Keys that only read cause no events. */
const lastEvents = z.object({
  /** ISO 8601. Older events were not read. */
  since: z.string(),
  last: z.record(z.string(), z.string()),
})
export type LastEvents = z.output<typeof lastEvents>

export const listOrgKeyEvents = query({
  id: 'orgApiKeys.lastEvents',
  title: 'Read when API keys last changed something in an organization',
  roles: ['viewer'],
  input: z.strictObject({ orgId }),
  output: lastEvents,
  maxAgeSeconds: 0,
})

export const listProjectKeyEvents = query({
  id: 'apiKeys.lastEvents',
  title: 'Read when API keys last changed something in a project',
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId }),
  output: lastEvents,
  maxAgeSeconds: 0,
})

import { z } from 'zod'
import { query } from './define'
import { orgId, page, projectId } from './shapes'

const text = z.string().nullish()
type Principal = { name?: string | null | undefined; id?: string | null | undefined }
const principal = z.looseObject({
  id: text,
  name: text,
  onBehalfOf: z.looseObject({ id: text, name: text }).nullish(),
})
const orgEvent = z.looseObject({
  id: z.string(),
  created: z.string(),
  eventTypeName: z.string(),
  groupId: text,
  clusterName: text,
  username: text,
  publicKey: text,
  isGlobalAdmin: z.boolean().nullish(),
  delegatePrincipal: principal.nullish(),
  remoteAddress: text,
  resourceId: text,
  targetUsername: text,
  targetPublicKey: text,
  dbUserUsername: text,
  whitelistEntry: text,
})
const projectEvent = orgEvent.extend({
  employeeIdentifier: text,
  hostname: text,
  instanceName: text,
  processorName: text,
  replicaSetName: text,
})
export type AtlasEvent = z.output<typeof projectEvent>

/** Events in one answer. */
export const EVENTS_PER_PAGE = 100

const filter = {
  eventType: z
    .array(
      z.string().max(120).regex(/^\w+$/, 'Enter the name of an event, such as CLUSTER_CREATED.'),
    )
    .max(50)
    .optional(),
  minDate: z.iso.datetime({ offset: true, error: 'Enter a date and time.' }).optional(),
  maxDate: z.iso.datetime({ offset: true, error: 'Enter a date and time.' }).optional(),
  pageNum: z.int().min(1).optional(),
}
type Filter = z.output<z.ZodObject<typeof filter>>
// Atlas answers 500 TIMEOUT_WHILE_PAGING when it counts many events.
const counted = ({ eventType, minDate, maxDate, pageNum }: Filter) => ({
  eventType,
  minDate,
  maxDate,
  pageNum,
  includeCount: false,
  itemsPerPage: EVENTS_PER_PAGE,
})
const eventId = z.string().regex(/^[a-f0-9]{24}$/, 'An event ID has 24 hexadecimal digits')

export const listProjectEvents = query({
  id: 'events.list',
  title: 'List the events of a project',
  atlas: { op: 'listGroupEvents', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, ...filter }),
  output: page(projectEvent),
  query: counted,
  maxAgeSeconds: 10,
})

export const getProjectEvent = query({
  id: 'events.get',
  title: 'Read an event of a project',
  atlas: { op: 'getGroupEvent', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ groupId: projectId, eventId }),
  output: projectEvent,
  query: () => ({ includeRaw: true }),
})

export const listOrgEvents = query({
  id: 'orgEvents.list',
  title: 'List the events of an organization',
  atlas: { op: 'listOrgEvents', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId, ...filter }),
  output: page(orgEvent),
  query: counted,
  maxAgeSeconds: 10,
})

export const getOrgEvent = query({
  id: 'orgEvents.get',
  title: 'Read an event of an organization',
  atlas: { op: 'getOrgEvent', version: '2023-01-01' },
  roles: ['viewer'],
  input: z.strictObject({ orgId, eventId }),
  output: orgEvent,
  query: () => ({ includeRaw: true }),
})

const eventTypes = {
  roles: ['viewer'],
  output: page(z.looseObject({ eventType: z.string(), description: text })),
  allPages: true,
  maxAgeSeconds: 3600,
} as const

export const listEventTypes = query({
  id: 'events.types',
  ...eventTypes,
  title: 'List the types of events',
  atlas: { op: 'listEventTypes', version: '2023-01-01' },
  input: z.strictObject({ groupId: projectId }),
})

export const listOrgEventTypes = query({
  id: 'orgEvents.types',
  ...eventTypes,
  title: 'List the types of events of an organization',
  atlas: { op: 'listEventTypes', version: '2023-01-01' },
  input: z.strictObject({ orgId }),
})

const nameOf = (p: Principal | null | undefined) => p?.name ?? p?.id ?? undefined

/** `Atlas MCP Server for ines@example.com`: an application or a third party that acted for somebody. */
export function delegateOf({ delegatePrincipal: d }: AtlasEvent): string | undefined {
  const name = nameOf(d)
  const whose = nameOf(d?.onBehalfOf)
  return name && whose ? `${name} for ${whose}` : (name ?? (whose && `On behalf of ${whose}`))
}

/** Who caused an event: a person, an API key, a MongoDB employee or Atlas itself. */
export function actorOf(e: AtlasEvent): string {
  const name = e.username ?? (e.publicKey ? `API key ${e.publicKey}` : undefined)
  const employee = e.employeeIdentifier ?? (e.isGlobalAdmin ? (name ?? '') : undefined)
  return employee === undefined ? (name ?? 'Atlas') : `MongoDB employee ${employee}`.trim()
}

/** What an event is about, where it names something. */
export const subjectOf = (e: AtlasEvent): string | undefined =>
  e.clusterName ??
  e.hostname ??
  ([e.instanceName, e.processorName].filter(Boolean).join(' / ') || undefined) ??
  e.targetUsername ??
  e.targetPublicKey ??
  e.dbUserUsername ??
  e.whitelistEntry ??
  e.replicaSetName ??
  e.resourceId ??
  undefined

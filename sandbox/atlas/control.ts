import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { grantTypes } from '@/lib/ops/grant'
import type { Answer } from './answer'
import { fills } from './area'
import type { CallLog } from './calls'
import { controlCollection } from './control-collection'
import { type Faults, faultOrder, faultsToClear } from './faults'
import { addProject } from './handlers/projects'
import { iso } from './ids'
import { Reject } from './reject'
import type { World } from './world'
import { plainAddresses } from './world/access'
import { makeCluster } from './world/clusters'
import { fabrikam } from './world/orgs'
import { clusterKinds, clusterStates, switches } from './world/shapes'

type Parts = { world: World; faults: Faults; calls: CallLog }
type Request = {
  method: string
  pathname: string
  search: string
  body: string
  headers: IncomingHttpHeaders
  address: string
}
type Command = (parts: Parts, body: unknown, query: URLSearchParams) => unknown

const tags = z.array(z.strictObject({ key: z.string(), value: z.string() })).default([])

const newProject = z.strictObject({
  name: z.string(),
  orgId: z.string().default(fabrikam.id),
  tags,
  clusters: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(clusterKinds).default('REPLICASET'),
        state: z.enum(clusterStates).default('IDLE'),
        paused: z.boolean().default(false),
        tags,
      }),
    )
    .default([]),
  /** The number of addresses on its access list. */
  accessList: z.int().min(0).max(10_000).default(0),
  peering: z.boolean().default(false),
})

const newState = z.strictObject({
  groupId: z.string(),
  clusterName: z.string(),
  state: z.enum(clusterStates).optional(),
  /** Seconds of the sandbox clock until the state ends; by default it stays. */
  settlesInSeconds: z.number().min(0).optional(),
  paused: z.boolean().optional(),
  /** Replaces its tags. */
  tags: tags.optional(),
  /** Grants in Atlas, outside Gatehouse, with the event; null revokes. */
  grant: z
    .strictObject({
      grantType: z.enum(grantTypes),
      expirationTime: z.iso.datetime({ offset: true }),
    })
    .nullable()
    .optional(),
  /** Records an event of a MongoDB employee on the cluster. */
  employeeEvent: z.string().optional(),
})

const orgFlags = z.strictObject({
  orgId: z.string(),
  restrictEmployeeAccess: z.boolean().optional(),
  apiAccessListRequired: z.boolean().optional(),
})

/** The person in events of changes outside the API. */
const person = { username: 'sara.lindqvist@northwind.example', address: '203.0.113.21' }

function makeProject({ world }: Parts, body: unknown) {
  const wanted = newProject.parse(body)
  const project = addProject(world, wanted, person)
  project.peering = wanted.peering
  project.accessList = plainAddresses(wanted.accessList, 'worker')
  const made = wanted.clusters.map(({ type, ...c }) =>
    makeCluster(project.id, { ...c, kind: type, createDate: iso(Date.now()) }),
  )
  world.data.clusters.push(...made)
  world.changed()
  const { id: groupId, orgId, name } = project
  const clusters = made.map(({ id, name, kind, state }) => ({ id, name, type: kind, state }))
  return { groupId, orgId, name, clusters }
}

function setState({ world }: Parts, body: unknown) {
  const wanted = newState.parse(body)
  const cluster = world.anyCluster(wanted.groupId, wanted.clusterName)
  const { orgId } = world.project(wanted.groupId)
  const about = { orgId, groupId: cluster.groupId, clusterName: cluster.name }
  if (wanted.state) {
    cluster.state = wanted.state
    const after = wanted.state === 'DELETING' ? 'GONE' : 'IDLE'
    cluster.next =
      wanted.settlesInSeconds === undefined
        ? undefined
        : { state: after, at: world.clock() + wanted.settlesInSeconds * 1000 }
  }
  if (wanted.paused !== undefined) cluster.paused = wanted.paused
  if (wanted.tags !== undefined) cluster.tags = wanted.tags
  if (wanted.grant !== undefined) {
    const { grant } = wanted
    cluster.grant = grant ? { ...grant, expirationTime: iso(grant.expirationTime) } : undefined
    const eventTypeName = grant ? 'EMPLOYEE_ACCESS_GRANTED' : 'EMPLOYEE_ACCESS_REVOKED'
    world.record({ ...about, eventTypeName }, person)
  }
  if (wanted.employeeEvent)
    world.record({
      ...about,
      eventTypeName: wanted.employeeEvent,
      isGlobalAdmin: true,
      employeeIdentifier: 'mdb-4711',
    })
  world.changed()
  return { name: cluster.name, state: cluster.state, grant: world.grantOf(cluster) ?? null }
}

function setOrg({ world }: Parts, body: unknown) {
  const { orgId, ...flags } = orgFlags.parse(body)
  const org = world.org(orgId)
  const before = org.settings.restrictEmployeeAccess
  Object.assign(org.settings, flags)
  if (org.settings.restrictEmployeeAccess !== before) {
    const eventTypeName = `ORG_EMPLOYEE_ACCESS_${before ? 'UNRESTRICTED' : 'RESTRICTED'}`
    world.record({ orgId, eventTypeName }, person)
  }
  world.changed()
  return { orgId, ...org.settings }
}

const filling = z.looseObject({ area: z.enum([...fills.keys()]) })

function fillArea({ world }: Parts, body: unknown) {
  const { area, ...what } = filling.parse(body)
  const made = fills.get(area)?.(world, what)
  world.changed()
  return made ?? {}
}

function summary({ world }: Parts) {
  const all = world.clusters()
  return {
    bornAt: world.data.bornAt,
    clock: new Date(world.clock()).toISOString(),
    switches: world.switches,
    orgs: world.data.orgs.map(({ id, name, settings }) => ({
      id,
      name,
      restrictEmployeeAccess: settings.restrictEmployeeAccess,
    })),
    projects: world.data.projects.map((p) => ({
      id: p.id,
      orgId: p.orgId,
      name: p.name,
      tags: p.tags,
      accessList: p.accessList.length,
      clusters: all
        .filter((c) => c.groupId === p.id)
        .map((c) => ({
          id: c.id,
          name: c.name,
          type: c.kind,
          state: c.state,
          paused: c.paused,
          grant: world.grantOf(c) ?? null,
        })),
    })),
    events: world.data.events.length,
  }
}

const commands: Record<string, Command> = {
  'POST projects': makeProject,
  'POST state': setState,
  'POST org': setOrg,
  'POST fill': fillArea,
  'POST collection': ({ world }, body) => controlCollection(world, body),
  'POST fault': ({ faults }, body) => {
    faults.add(faultOrder.parse(body))
    return { waiting: faults.list() }
  },
  'GET fault': ({ faults }) => ({ waiting: faults.list() }),
  'DELETE fault': ({ faults }, body) => {
    faults.clear(faultsToClear.parse(body).match)
    return { waiting: faults.list() }
  },
  'POST clock': ({ world }, body) => {
    world.advance(z.strictObject({ advanceSeconds: z.number().min(0) }).parse(body).advanceSeconds)
    return { clock: new Date(world.clock()).toISOString() }
  },
  'POST switch': ({ world }, body) => {
    Object.assign(world.switches, switches.partial().strict().parse(body))
    world.changed()
    return world.switches
  },
  'GET calls': ({ calls }, _, query) => ({
    calls: calls.list({
      since: Number(query.get('since') ?? 0),
      operationId: query.get('operationId') ?? undefined,
      groupId: query.get('groupId') ?? undefined,
      method: query.get('method') ?? undefined,
    }),
  }),
  'DELETE calls': ({ calls }) => {
    calls.clear()
    return { calls: [] }
  },
  'GET world': summary,
}

const isLoopback = (address: string) => /^(127\.|::1$|::ffff:127\.)/.test(address)
const isLocalHost = (host: string | undefined) =>
  /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '')

/** Answers a request under `/_sandbox/`: JSON, without a credential, only from this machine. */
export function answerControl(parts: Parts, request: Request): Answer {
  const json = (status: number, value: unknown): Answer => ({
    status,
    headers: { 'Content-Type': 'application/json' },
    text: JSON.stringify(value),
  })
  const { method, pathname, headers } = request
  // A web page can reach a local port, but it cannot forge Host, or send JSON or DELETE without a preflight.
  if (!isLoopback(request.address) || !isLocalHost(headers.host))
    return json(403, { error: 'The control endpoint answers this machine only.' })
  const command = commands[`${method} ${pathname.slice('/_sandbox/'.length)}`]
  if (!command)
    return json(404, {
      error: `No control command ${method} ${pathname}.`,
      known: Object.keys(commands),
    })
  if (method === 'POST' && !headers['content-type']?.startsWith('application/json'))
    return json(415, { error: 'Send JSON, as application/json.' })
  try {
    const body: unknown = request.body ? JSON.parse(request.body) : {}
    return json(200, command(parts, body, new URLSearchParams(request.search)))
  } catch (error) {
    if (error instanceof Reject) return json(error.status, { error: error.message })
    if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) })
    return json(400, { error: String(error) })
  }
}

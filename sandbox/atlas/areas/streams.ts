import { z } from 'zod'
import type { Area, Fill } from '../area'
import { idFrom } from '../ids'
import { Reject } from '../reject'
import type { World } from '../world'
import { connection, ofCluster } from './streams/connections'
import { makeStreams, peering, processor, workspace } from './streams/make'
import { settle } from './streams/settle'
import {
  type Connection,
  localStatuses,
  type Peering,
  type Processor,
  type StreamsState,
  streamsState,
  type Workspace,
} from './streams/shapes'

const area: Area<StreamsState> = { name: 'streams', shape: streamsState, make: makeStreams }

/** The state of all workspaces, after the transitions that are due. */
export function streamsOf(world: World): StreamsState {
  const state = world.area(area)
  settle(world, state)
  return state
}

/** A workspace by its project and name; throws 404. */
export function workspaceOf(
  world: World,
  groupId: string | undefined,
  name: string | undefined,
): Workspace {
  const { id } = world.project(groupId)
  const found = streamsOf(world).workspaces.find((w) => w.groupId === id && w.name === name)
  if (found) return found
  throw new Reject(
    404,
    'STREAM_TENANT_NOT_FOUND_FOR_NAME',
    `No stream workspace called ${name} in project ${id}.`,
    { parameters: [id, name] },
  )
}

const isIn = (place: Workspace) => (thing: Connection | Processor) =>
  thing.groupId === place.groupId && thing.workspace === place.name

export const connectionsIn = (world: World, place: Workspace): Connection[] =>
  streamsOf(world).connections.filter(isIn(place))

export const processorsIn = (world: World, place: Workspace): Processor[] =>
  streamsOf(world).processors.filter(isIn(place))

export function connectionOf(world: World, place: Workspace, name: string | undefined): Connection {
  const found = connectionsIn(world, place).find((c) => c.name === name)
  if (found) return found
  throw new Reject(
    404,
    'STREAM_CONNECTION_NOT_FOUND_FOR_NAME',
    `No stream connection called ${name} in project ${place.groupId} and workspace ${place.name}.`,
    { parameters: [name, place.groupId, place.name] },
  )
}

export function processorOf(world: World, place: Workspace, name: string | undefined): Processor {
  const found = processorsIn(world, place).find((p) => p.name === name)
  if (found) return found
  throw new Reject(
    404,
    'STREAM_PROCESSOR_NOT_FOUND_FOR_NAME',
    `No stream processor called ${name} in project ${place.groupId} and workspace ${place.name}.`,
    { parameters: [name, place.groupId, place.name] },
  )
}

export function peeringOf(
  world: World,
  groupId: string | undefined,
  id: string | undefined,
): Peering {
  const project = world.project(groupId)
  const found = streamsOf(world).peerings.find((p) => p.groupId === project.id && p.id === id)
  if (found) return found
  throw new Reject(
    404,
    'STREAM_VPC_PEERING_CONNECTION_NOT_FOUND',
    `No VPC peering connection ${id}.`,
    {
      parameters: [id],
    },
  )
}

const filling = z.strictObject({
  groupId: z.string(),
  workspace: z.string().default('lab'),
  maxTierSize: z.string().optional(),
  /** Names of processors to make, by the state they are in. */
  processors: z.record(z.string(), z.array(z.string())).default({}),
  /** Ordinary processors besides: `worker-001` … */
  many: z.int().min(0).max(1000).default(0),
  /** Stages of `$match` put into every pipeline: each is four lines. */
  stages: z.int().min(0).max(5000).default(0),
  /** Stages added to every pipeline unchanged. */
  also: z.array(z.record(z.string(), z.unknown())).default([]),
  message: z.string().optional(),
  peerings: z.boolean().default(false),
})

/** A workspace with the connections `kafka` and `sink`, processors in the given states, and a peering of every localStatus. */
export const fill: Fill = (world, body) => {
  const wanted = filling.parse(body)
  const { id: groupId } = world.project(wanted.groupId)
  const state = streamsOf(world)
  const place = { groupId, workspace: wanted.workspace }
  if (!state.workspaces.some((w) => w.groupId === groupId && w.name === wanted.workspace)) {
    const { maxTierSize } = wanted
    state.workspaces.push(
      workspace(groupId, wanted.workspace, { ...(maxTierSize ? { maxTierSize } : {}) }),
    )
    state.connections.push(
      connection(place, 'kafka', 'Kafka', {
        bootstrapServers: 'kafka.example:9092',
        authentication: { mechanism: 'PLAIN', username: 'streams' },
      }),
      ofCluster(place, 'sink', 'sink'),
      connection(place, 'spare', 'Https', { url: 'https://hooks.example/spare' }),
    )
  }
  const matches = Array.from({ length: wanted.stages }, (_, i) => ({
    $match: { [`field${i}`]: { $gte: i } },
  }))
  const pipeline = [
    { $source: { connectionName: 'kafka', topic: 'events' } },
    ...matches,
    ...wanted.also,
    { $merge: { into: { connectionName: 'sink', db: 'lab', coll: 'events' } } },
  ]
  const make = (name: string, stateName: string) =>
    processor(place, name, {
      pipeline,
      state: stateName,
      checkpoint: !['INIT', 'CREATING', 'CREATED'].includes(stateName),
      ...(stateName === 'STARTED' ? { startedAt: world.clock() - 600_000 } : {}),
      ...(stateName === 'FAILED' ? { message: wanted.message ?? 'The topic events is gone.' } : {}),
    })
  const named = Object.entries(wanted.processors).flatMap(([stateName, names]) =>
    names.map((name) => make(name, stateName)),
  )
  const ordinary = Array.from({ length: wanted.many }, (_, i) =>
    make(`worker-${String(i + 1).padStart(3, '0')}`, i % 4 === 3 ? 'STOPPED' : 'STARTED'),
  )
  state.processors.push(...named, ...ordinary)
  const peerings = wanted.peerings
    ? localStatuses.map((localStatus) =>
        peering(groupId, localStatus, {
          localStatus,
          cloudStatus: localStatus === 'ACTIVE' ? 'active' : 'pending-acceptance',
          id: idFrom(`${groupId} ${localStatus}`, '2025-11-01T00:00:00Z'),
        }),
      )
    : []
  state.peerings.push(...peerings)
  return {
    workspace: wanted.workspace,
    processors: [...named, ...ordinary].map(({ id, name, state }) => ({ id, name, state })),
    peerings: peerings.map(({ id, localStatus, requesterVpcId }) => ({
      id,
      localStatus,
      requesterVpcId,
    })),
  }
}

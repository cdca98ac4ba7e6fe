import { reject } from '../../reject'
import type { Area, World } from '../../world'
import { makeStreams } from './make'
import { settle } from './settle'
import {
  type Peering,
  type Processor,
  type StreamsState,
  streamsState,
  type Workspace,
} from './shapes'

const area: Area<StreamsState> = { name: 'streams', shape: streamsState, make: makeStreams }

/** Processors and peerings, after the transitions that are due. */
export function streamsOf(world: World): StreamsState {
  const state = world.area(area)
  settle(world, state)
  return state
}

const isIn = (place: Workspace) => (thing: Processor) =>
  thing.groupId === place.groupId && thing.workspace === place.name

export const processorsIn = (world: World, place: Workspace): Processor[] =>
  streamsOf(world).processors.filter(isIn(place))

export function processorOf(world: World, place: Workspace, name: string | undefined): Processor {
  const found = processorsIn(world, place).find((p) => p.name === name)
  if (found) return found
  throw reject(
    404,
    'STREAM_PROCESSOR_NOT_FOUND_FOR_NAME',
    `No stream processor called ${name} in project ${place.groupId} and workspace ${place.name}.`,
    name,
    place.groupId,
    place.name,
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
  throw reject(
    404,
    'STREAM_VPC_PEERING_CONNECTION_NOT_FOUND',
    `No VPC peering connection ${id}.`,
    id,
  )
}

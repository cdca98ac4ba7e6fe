import { z } from 'zod'
import type { Fill } from '../area'
import { streamConnections, streamWorkspaces } from '../collections/streams'
import { idFrom } from '../ids'
import { connection, ofCluster } from './streams/connections'
import { peering, processor, workspace } from './streams/make'
import { localStatuses } from './streams/shapes'
import { streamsOf } from './streams/state'

const filling = z.strictObject({
  groupId: z.string(),
  workspace: z.string().default('lab'),
  maxTierSize: z.string().optional(),
  /** Names of processors to make, by the state they are in. */
  processors: z.record(z.string(), z.array(z.string())).default({}),
  /** The number of further processors: `worker-001` … */
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
  if (!streamWorkspaces.rows(world, { groupId }).some((r) => r.item.name === wanted.workspace)) {
    const { maxTierSize } = wanted
    const made = workspace(groupId, wanted.workspace, { ...(maxTierSize ? { maxTierSize } : {}) })
    streamWorkspaces.seed(world, { groupId }, [made])
    streamConnections.seed(world, { groupId, tenantName: made.name }, [
      connection(place, 'kafka', 'Kafka', {
        bootstrapServers: 'kafka.example:9092',
        authentication: { mechanism: 'PLAIN', username: 'streams' },
      }),
      ofCluster(place, 'sink', 'sink'),
      connection(place, 'spare', 'Https', { url: 'https://hooks.example/spare' }),
    ])
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

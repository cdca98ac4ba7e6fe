import { z } from 'zod'
import type { Fill } from '../area'
import { idFrom, iso } from '../ids'
import type { Area, Origin, World } from '../world'
import { projectIdOf } from '../world/projects'
import type { Cluster } from '../world/shapes'
import { isThrough } from './search/body'
import { whyFails } from './search/definition'
import { type Generation, type SearchIndex, type SearchState, searchState } from './search/shapes'
import { manyIndexes, storiedIndexes } from './search/stories'

/** Seconds of the sandbox clock. A real build takes minutes to hours by size; nodes take as recorded. */
export const seconds = {
  pending: 15,
  host: 30,
  deleting: 20,
  nodes: { create: 530, resize: 870, delete: 300 },
}

const area: Area<SearchState> = {
  name: 'search',
  shape: searchState,
  make: (world) => {
    const main = world.anyCluster(projectIdOf('search-platform'), 'search-main')
    const now = Date.now()
    return {
      indexes: storiedIndexes(main.id, now),
      deployments: [
        {
          clusterId: main.id,
          id: idFrom(`search deployment ${main.id}`, now - 86_400_000),
          specs: [{ instanceSize: 'S30_LOWCPU_NVME', nodeCount: 3 }],
          state: 'UPDATING',
        },
      ],
    }
  },
}

/** Milliseconds; a tenth for a cluster with `quick` in its name. */
export const lasts = ({ name }: Cluster, length: number): number =>
  length * (name.includes('quick') ? 100 : 1000)

/** A generation that starts now: PENDING, then built host after host. */
export const starting = (
  world: World,
  cluster: Cluster,
  version: number,
  definition: Record<string, unknown>,
): Generation => {
  const buildingAt = world.clock() + lasts(cluster, seconds.pending)
  const fails = whyFails(definition)
  return {
    version,
    definition,
    createdAt: iso(Date.now()),
    buildingAt,
    doneAt: [1, 2, 3].map((n) => buildingAt + n * lasts(cluster, seconds.host)),
    ...(fails ? { fails } : {}),
  }
}

/** Writes an event of the index's cluster. */
export function recordOf(world: World, eventTypeName: string, cluster: Cluster, origin?: Origin) {
  const { orgId } = world.project(cluster.groupId)
  world.record(
    { eventTypeName, orgId, groupId: cluster.groupId, clusterName: cluster.name },
    origin,
  )
}

/** The indexes and search nodes of a cluster, after the transitions that are due. */
export function searchOf(world: World, cluster: Cluster) {
  const state = world.area(area)
  const now = world.clock()
  for (const index of state.indexes) {
    const { staged } = index
    if (index.clusterId !== cluster.id || !staged || staged.fails || !isThrough(staged, now))
      continue
    index.main = staged
    index.staged = undefined
    recordOf(world, 'FTS_INDEX_BUILD_COMPLETE', cluster)
  }
  const gone = (i: SearchIndex) =>
    i.clusterId === cluster.id && (i.goneAt ?? Number.POSITIVE_INFINITY) <= now
  if (state.indexes.some(gone)) {
    state.indexes = state.indexes.filter((i) => !gone(i))
    recordOf(world, 'FTS_INDEX_CLEANED_UP', cluster)
  }
  const nodes = state.deployments.find((d) => d.clusterId === cluster.id)
  if (nodes?.next && nodes.next.at <= now) {
    if (nodes.next.state === 'GONE')
      state.deployments = state.deployments.filter((d) => d !== nodes)
    else nodes.state = nodes.next.state
    nodes.next = undefined
    world.changed()
  }
  return {
    state,
    indexes: state.indexes.filter((i) => i.clusterId === cluster.id),
    nodes: state.deployments.find((d) => d.clusterId === cluster.id),
  }
}

const filling = z.strictObject({
  groupId: z.string(),
  clusterName: z.string(),
  /** The twelve indexes of `search-main`, unless others are given. */
  stories: z.boolean().optional(),
  /** How many ordinary ones. */
  indexes: z.int().min(0).max(1000).default(0),
  /** Search nodes in a state that stays. */
  nodes: z
    .strictObject({
      instanceSize: z.string().default('S30_LOWCPU_NVME'),
      nodeCount: z.int().default(2),
      state: z.enum(['IDLE', 'UPDATING', 'PAUSED']).default('IDLE'),
    })
    .optional(),
  /** A new definition for an existing index, set outside the console. */
  change: z
    .strictObject({ name: z.string(), definition: z.record(z.string(), z.unknown()) })
    .optional(),
})

/** Adds indexes and search nodes to a cluster, or changes an index outside the console. Returns index ids by name. */
export const fill: Fill = (world, body) => {
  const wanted = filling.parse(body)
  const cluster = world.anyCluster(wanted.groupId, wanted.clusterName)
  const { state } = searchOf(world, cluster)
  const isPlain = wanted.indexes > 0 || wanted.nodes || wanted.change
  if (wanted.stories ?? !isPlain) state.indexes.push(...storiedIndexes(cluster.id, Date.now()))
  state.indexes.push(...manyIndexes(cluster.id, wanted.indexes, Date.now()))
  if (wanted.nodes) {
    const { state: nodeState, ...spec } = wanted.nodes
    const id = idFrom(`search deployment ${cluster.id}`, Date.now())
    state.deployments = state.deployments.filter((d) => d.clusterId !== cluster.id)
    state.deployments.push({ clusterId: cluster.id, id, specs: [spec], state: nodeState })
  }
  const { indexes } = searchOf(world, cluster)
  const changed = wanted.change && indexes.find((i) => i.name === wanted.change?.name)
  if (changed && wanted.change)
    changed.staged = starting(
      world,
      cluster,
      (changed.staged ?? changed.main).version + 1,
      wanted.change.definition,
    )
  return { indexes: Object.fromEntries(indexes.map((i) => [i.name, i.indexID])) }
}

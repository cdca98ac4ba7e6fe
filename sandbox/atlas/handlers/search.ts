import { lasts, recordOf, searchOf, seconds, starting } from '../areas/search'
import { indexBody } from '../areas/search/body'
import { wantedDefinition, wantedIndex } from '../areas/search/definition'
import { type HandlerInput, reply, type SandboxFile } from '../define'
import { idFrom } from '../ids'
import { reject } from '../reject'
import type { Cluster } from '../world/shapes'

/** How many indexes Atlas allows on a shared cluster; others have no limit. */
const most = (cluster: Cluster) =>
  cluster.kind === 'M0' ? 3 : cluster.kind === 'FLEX' ? 10 : Number.POSITIVE_INFINITY

const here = (input: HandlerInput) => {
  const cluster = input.world.anyCluster(input.path.groupId, input.path.clusterName)
  return { cluster, ...searchOf(input.world, cluster) }
}

function named(input: HandlerInput) {
  const place = here(input)
  const id = input.path.indexId ?? ''
  const index = place.indexes.find((i) => i.indexID === id)
  if (index) return { ...place, index }
  throw reject(404, 'ATLAS_SEARCH_INDEX_NOT_FOUND', `Search index ${id} was not found.`, id)
}

const busy = (name: string) =>
  reject(409, 'ATLAS_SEARCH_INDEX_IS_DELETING', `Search index ${name} is being deleted.`, name)

export const search = {
  // A bare array, without pages.
  listGroupClusterSearchIndexes: (input) => {
    const { cluster, indexes } = here(input)
    return indexes.map((i) => indexBody(i, cluster, input.world.clock()))
  },
  getGroupClusterSearchIndex: (input) => {
    const { cluster, index } = named(input)
    return indexBody(index, cluster, input.world.clock())
  },
  createGroupClusterSearchIndex: (input) => {
    const { world, origin } = input
    const { cluster, indexes, state } = here(input)
    const { definition, ...wanted } = wantedIndex(input.body)
    const isSame = (i: (typeof indexes)[number]) =>
      i.database === wanted.database &&
      i.collectionName === wanted.collectionName &&
      i.name === wanted.name
    if (indexes.some(isSame))
      throw reject(
        409,
        'ATLAS_SEARCH_DUPLICATE_INDEX',
        `Duplicate index: ${wanted.name}.`,
        wanted.name,
      )
    if (indexes.length >= most(cluster))
      throw reject(
        400,
        'ATLAS_SEARCH_MAX_INDEXES_REACHED',
        'The maximum number of search indexes has been reached for this instance size.',
        String(most(cluster)),
      )
    const index = {
      ...wanted,
      clusterId: cluster.id,
      indexID: idFrom(`search index ${cluster.id} ${Math.random()}`, Date.now()),
      main: starting(world, cluster, 0, definition),
      badSynonyms: {},
    }
    state.indexes.push(index)
    recordOf(world, 'FTS_INDEX_CREATED', cluster, origin)
    return reply(201, indexBody(index, cluster, world.clock()))
  },
  updateGroupClusterSearchIndex: (input) => {
    const { world, origin } = input
    const { cluster, index } = named(input)
    if (index.stays === 'DELETING') throw busy(index.name)
    const definition = wantedDefinition(input.body, index.type)
    const version = (index.staged ?? index.main).version + 1
    const next = starting(world, cluster, version, definition)
    const { main } = index
    // An index that serves keeps serving while the new version builds; one that never did is rebuilt.
    const serves = !main.fails && main.doneAt.every((at) => at <= world.clock())
    if (serves && !index.stays) index.staged = next
    else Object.assign(index, { main: next, staged: undefined, stays: undefined })
    index.badSynonyms = {}
    recordOf(world, 'FTS_INDEX_UPDATED', cluster, origin)
    return indexBody(index, cluster, world.clock())
  },
  deleteGroupClusterSearchIndex: (input) => {
    const { world, origin } = input
    const { cluster, index } = named(input)
    index.stays = 'DELETING'
    index.goneAt ??= world.clock() + lasts(cluster, seconds.deleting)
    recordOf(world, 'FTS_INDEX_DELETED', cluster, origin)
    return reply(204)
  },
} satisfies SandboxFile

import type { About } from './about'

const indexId = 'd'.repeat(24)
const definition = { mappings: { dynamic: true } }
const opened = {
  name: 'default',
  database: 'shop',
  collectionName: 'products',
  type: 'search',
  latestDefinition: definition,
  version: 1,
}
const specs = [{ instanceSize: 'S20_HIGHCPU_NVME', nodeCount: 2 }]

/** Inputs of the operations in lib/ops that are about search, where `plainInputs` cannot derive them. */
export const searchInputs = ({ groupId, clusterName }: About): Record<string, unknown> => {
  const place = { groupId, clusterName }
  return {
    'search.get': { ...place, indexId },
    'search.create': {
      ...place,
      database: 'shop',
      collectionName: 'products',
      name: 'default',
      type: 'search',
      definition,
    },
    'search.update': { ...place, indexId, definition: { mappings: { dynamic: false } }, opened },
    'search.delete': { ...place, indexId, opened },
    'searchNodes.create': { ...place, specs },
    'searchNodes.update': { ...place, specs, opened: { specs } },
    'searchNodes.delete': { ...place, opened: { specs } },
  }
}

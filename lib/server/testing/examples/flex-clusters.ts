import { getFlexCluster } from '@/lib/ops/flex-clusters'
import type { TestConsole } from '@/scripts/testing/console'
import { answer, type Examples, plus, project } from './made'

/** A project with the flex cluster `web`. */
async function flex(world: TestConsole) {
  const clusters = [{ name: 'web', type: 'FLEX' }]
  return { groupId: (await world.project({ clusters })).groupId, clusterName: 'web' }
}

const opened = { terminationProtectionEnabled: false, tags: [] }

/** Flex clusters. */
export const flexClusterExamples: Examples = {
  'flexClusters.list': flex,
  'flexClusters.get': flex,
  'flexClusters.create': plus(project, {
    name: 'web',
    backingProviderName: 'AWS',
    regionName: 'EU_WEST_1',
    tags: [{ key: 'team', value: 'web' }],
  }),
  'flexClusters.update': plus(flex, {
    terminationProtectionEnabled: true,
    tags: [{ key: 'team', value: 'web' }],
    opened,
  }),
  'flexClusters.delete': flex,
  'flexClusters.upgrade': async (world) => {
    const place = await flex(world)
    const now = await answer(getFlexCluster, place)
    return {
      ...place,
      instanceSize: 'M10',
      backupEnabled: true,
      terminationProtectionEnabled: false,
      providerName: now.providerSettings?.backingProviderName,
      regionName: now.providerSettings?.regionName,
    }
  },
}

import type { About } from './about'

export const clusterInputs = ({ groupId, clusterName }: About): Record<string, unknown> => {
  const place = { groupId, clusterName }
  const settings = { terminationProtectionEnabled: false, tags: [] }
  return {
    'flexClusters.create': {
      groupId,
      name: 'web',
      backingProviderName: 'AWS',
      regionName: 'EU_WEST_1',
    },
    'flexClusters.update': {
      ...place,
      ...settings,
      terminationProtectionEnabled: true,
      opened: settings,
    },
    'flexClusters.upgrade': {
      ...place,
      instanceSize: 'M10',
      backupEnabled: true,
      terminationProtectionEnabled: false,
      providerName: 'AWS',
      regionName: 'EU_WEST_1',
    },
  }
}

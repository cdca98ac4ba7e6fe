import { roleIdOf } from './collections/cloud-roles'
import type { Fields } from './declaration'

/** A valid body of each create and update that the walk sends, by operation id; made of an item of the collection. */
export const bodies: Readonly<Record<string, (item: Fields) => unknown>> = {
  createOrgApiKey: () => ({ desc: 'Walk', roles: ['ORG_MEMBER'] }),
  updateOrgApiKey: () => ({ desc: 'Walk, changed' }),
  createGroupStreamWorkspace: () => ({
    name: 'walk',
    dataProcessRegion: { cloudProvider: 'AWS', region: 'DUBLIN_IRL' },
    sampleConnections: { solar: true },
  }),
  updateGroupStreamWorkspace: () => ({ streamConfig: { tier: 'SP30' } }),
  createGroupStreamConnection: () => ({
    name: 'walk',
    type: 'Https',
    url: 'https://hooks.example/walk',
  }),
  updateGroupStreamConnection: () => ({ type: 'Https', url: 'https://hooks.example/changed' }),
  toggleGroupAlertConfig: () => ({ enabled: false }),
  updateGroupAlertConfig: () => ({ enabled: true }),
  acknowledgeGroupAlert: () => ({
    acknowledgedUntil: '2099-01-01T00:00:00Z',
    acknowledgementComment: 'Walk',
  }),
  updateGroupClusterSnapshot: () => ({ doNotDelete: true }),
  createOrgServiceAccount: () => ({
    name: 'Walk',
    description: 'Walk',
    roles: ['ORG_MEMBER'],
    secretExpiresAfterHours: 24,
  }),
  createOrgMcpConfig: () => ({ mcpConfigName: 'walk', roles: ['ORG_READ_ONLY'] }),
  updateOrgMcpConfig: () => ({ mcpConfigName: 'walk, changed' }),
  createGroupMcpConfig: () => ({ mcpConfigName: 'walk', roles: ['GROUP_READ_ONLY'] }),
  updateGroupMcpConfig: () => ({ mcpConfigName: 'walk, changed' }),
  createGroupBackupExportBucket: () => ({
    cloudProvider: 'AWS',
    bucketName: 'walk',
    iamRoleId: roleIdOf('atlas-lake'),
  }),
  updateGroupBackupExportBucket: () => ({ requirePrivateNetworking: true }),
  createGroupClusterBackupExport: ({ exportBucketId, snapshotId }) => ({
    exportBucketId,
    snapshotId,
  }),
  createGroupPrivateEndpointEndpointService: () => ({ providerName: 'GCP', region: 'WALK_1' }),
  createGroupPrivateEndpointEndpointServiceEndpoint: () => ({
    endpointGroupName: 'walk',
    gcpProjectId: 'p-walk',
    endpoints: [{ endpointName: 'walk-1', ipAddress: '192.0.2.99' }],
  }),
  toggleGroupPrivateEndpointRegionalMode: () => ({ enabled: true }),
  createOrgResourcePolicy: () => ({
    name: 'Walk',
    policies: [
      {
        body: 'forbid (principal, action == ResourcePolicy::Action::"cluster.modify", resource) when { context.cluster.minTLSVersion == ResourcePolicy::TLSVersion::"tls1_2" };',
      },
    ],
  }),
  updateOrgResourcePolicy: () => ({ description: 'Changed' }),
  updateGroupMaintenanceWindow: () => ({ dayOfWeek: 7, hourOfDay: 2 }),
  updateGroupAuditLog: () => ({ enabled: true, auditFilter: '{"atype":"authenticate"}' }),
  updateOrgServiceAccount: () => ({ description: 'Changed' }),
}

/** The item to delete where it is not the last one, by operation id. */
export const deleted: Readonly<Record<string, string>> = { deleteGroupStreamWorkspace: 'walk' }

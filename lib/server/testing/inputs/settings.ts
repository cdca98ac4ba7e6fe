import type { About } from './about'

const opened = { enabled: false, auditAuthorizationSuccess: false, auditFilter: '{}' }

const acknowledgement = {
  acknowledgedUntil: '2040-01-01T00:00:00Z',
  acknowledgementComment: 'A test',
}
const alertIn = (groupId: string) => ({ groupId, alertId: 'f'.repeat(24) })

const federated = (groupId: string) => ({ groupId, tenantName: 'lake' })

const bucket = (groupId: string) => ({ groupId, exportBucketId: 'c'.repeat(24) })

export const settingsInputs = ({ groupId, orgId }: About): Record<string, unknown> => ({
  'alerts.get': alertIn(groupId),
  'alerts.acknowledge': { ...alertIn(groupId), ...acknowledgement },
  'alerts.unacknowledge': { ...alertIn(groupId), opened: acknowledgement },
  'events.get': { groupId, eventId: 'f'.repeat(24) },
  'orgEvents.get': { orgId, eventId: 'f'.repeat(24) },
  'auditing.update': { groupId, ...opened, auditFilter: '{"atype":"authenticate"}', opened },
  'dataFederation.get': federated(groupId),
  'queryLimits.list': federated(groupId),
  'queryLimits.set': { ...federated(groupId), limitName: 'bytesProcessed.daily', value: '1024' },
  'queryLimits.delete': { ...federated(groupId), limitName: 'bytesProcessed.daily' },
  'exportBuckets.get': bucket(groupId),
  'exportBuckets.create': {
    groupId,
    cloudProvider: 'GCP',
    roleId: 'c'.repeat(24),
    bucketName: 'backups',
  },
  'exportBuckets.setNetworking': { ...bucket(groupId), requirePrivateNetworking: false },
  'exportBuckets.delete': bucket(groupId),
  'orgs.restrictEmployeeAccess': { orgId, restrictEmployeeAccess: true },
})

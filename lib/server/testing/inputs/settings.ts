import type { About } from './about'

const opened = { enabled: false, auditAuthorizationSuccess: false, auditFilter: '{}' }

const federated = (groupId: string) => ({ groupId, tenantName: 'lake' })

export const settingsInputs = ({ groupId, orgId }: About): Record<string, unknown> => ({
  'auditing.update': { groupId, ...opened, auditFilter: '{"atype":"authenticate"}', opened },
  'dataFederation.get': federated(groupId),
  'queryLimits.list': federated(groupId),
  'queryLimits.set': { ...federated(groupId), limitName: 'bytesProcessed.daily', value: '1024' },
  'queryLimits.delete': { ...federated(groupId), limitName: 'bytesProcessed.daily' },
  'orgs.restrictEmployeeAccess': { orgId, restrictEmployeeAccess: true },
})

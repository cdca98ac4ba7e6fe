import type { About } from './about'

const apiUserId = 'c'.repeat(24)
const clientId = `mdb_sa_id_${'c'.repeat(24)}`

export const keyInputs = ({ groupId, orgId }: About): Record<string, unknown> => {
  const key = { groupId, apiUserId }
  const orgKey = { orgId, apiUserId }
  const account = { orgId, clientId }
  const assigned = { groupId, clientId }
  const events = { minDate: '2026-01-01T00:00:00Z', pageNum: 1 }
  const made = { name: 'A test', description: 'A test', secretExpiresAfterHours: 24 }
  return {
    'customDbRoles.delete': { groupId, roleName: 'reader' },
    'connections.credential': { orgId },
    'orgEvents.since': { orgId, ...events },
    'events.since': { groupId, ...events },
    'apiKeys.assign': { ...key, roles: ['GROUP_READ_ONLY'] },
    'apiKeys.changeRoles': {
      ...key,
      roles: ['GROUP_CLUSTER_MANAGER'],
      opened: ['GROUP_READ_ONLY'],
    },
    'apiKeys.remove': key,
    'orgApiKeys.get': orgKey,
    'orgApiKeys.addresses': orgKey,
    'orgApiKeys.create': { orgId, desc: 'A test', roles: ['ORG_READ_ONLY'] },
    'orgApiKeys.update': {
      ...orgKey,
      desc: 'A test',
      roles: ['ORG_MEMBER'],
      opened: { desc: 'Before', roles: ['ORG_MEMBER'] },
    },
    'orgApiKeys.delete': orgKey,
    'orgApiKeys.addAddresses': { ...orgKey, addresses: ['203.0.113.8'] },
    'orgApiKeys.removeAddress': { ...orgKey, address: '203.0.113.8' },
    'serviceAccounts.get': account,
    'serviceAccounts.projects': account,
    'serviceAccounts.secretInUse': account,
    'serviceAccounts.addresses': account,
    'serviceAccounts.create': { orgId, ...made, roles: ['ORG_READ_ONLY'] },
    'serviceAccounts.update': {
      ...account,
      name: 'A test',
      description: 'A test',
      roles: ['ORG_MEMBER'],
      opened: { name: 'Before', description: 'A test', roles: ['ORG_MEMBER'] },
    },
    'serviceAccounts.delete': account,
    'serviceAccounts.createSecret': { ...account, secretExpiresAfterHours: 24, opened: [] },
    'serviceAccounts.deleteSecret': { ...account, secretId: 'd'.repeat(24) },
    'serviceAccounts.addAddresses': { ...account, addresses: ['203.0.113.8'] },
    'serviceAccounts.removeAddress': { ...account, address: '203.0.113.8' },
    'projectServiceAccounts.create': { groupId, ...made, roles: ['GROUP_READ_ONLY'] },
    'projectServiceAccounts.assign': { ...assigned, roles: ['GROUP_READ_ONLY'] },
    'projectServiceAccounts.changeRoles': {
      ...assigned,
      roles: ['GROUP_CLUSTER_MANAGER'],
      opened: ['GROUP_READ_ONLY'],
    },
    'projectServiceAccounts.remove': assigned,
  }
}

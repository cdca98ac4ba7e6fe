import type { About } from './about'

const apiUserId = 'c'.repeat(24)

export const keyInputs = ({ groupId, orgId }: About): Record<string, unknown> => {
  const key = { groupId, apiUserId }
  const orgKey = { orgId, apiUserId }
  return {
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
    'orgApiKeys.delete': orgKey,
  }
}

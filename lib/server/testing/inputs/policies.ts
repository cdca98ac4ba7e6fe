import type { About } from './about'

const cedar = 'forbid (principal, action, resource);'
const opened = {
  name: 'Europe only',
  description: '',
  policies: [{ id: 'b'.repeat(24), body: cedar }],
}

export const policyInputs = ({ orgId }: About): Record<string, unknown> => {
  const policy = { orgId, resourcePolicyId: 'c'.repeat(24) }
  const { name, description, policies } = opened
  return {
    'resourcePolicies.get': policy,
    'resourcePolicies.validate': { orgId, name, policies },
    'resourcePolicies.check': { orgId, body: cedar },
    'resourcePolicies.predict': { orgId, before: [], after: policies },
    'resourcePolicies.create': { orgId, name, description, policies },
    'resourcePolicies.update': { ...policy, name: 'Only Europe', description, policies, opened },
    'resourcePolicies.delete': { ...policy, opened },
  }
}

import type { About } from './about'

const opened = { enabled: false, auditAuthorizationSuccess: false, auditFilter: '{}' }

export const settingsInputs = ({ groupId, orgId }: About): Record<string, unknown> => ({
  'auditing.update': { groupId, ...opened, auditFilter: '{"atype":"authenticate"}', opened },
  'orgs.restrictEmployeeAccess': { orgId, restrictEmployeeAccess: true },
})

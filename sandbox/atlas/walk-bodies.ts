/** A valid request body of each create and update that the walk over the collections sends, by operation id. */
export const bodies: Readonly<Record<string, unknown>> = {
  createOrgApiKey: { desc: 'Walk', roles: ['ORG_MEMBER'] },
  updateOrgApiKey: { desc: 'Walk, changed' },
  createOrgServiceAccount: {
    name: 'Walk',
    description: 'Walk',
    roles: ['ORG_MEMBER'],
    secretExpiresAfterHours: 24,
  },
  updateGroupAuditLog: { enabled: true, auditFilter: '{"atype":"authenticate"}' },
  updateOrgServiceAccount: { description: 'Changed' },
}

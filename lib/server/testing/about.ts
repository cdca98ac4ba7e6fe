/** What the inputs refer to: a project with a cluster, a pending request there, and a session. */
export type About = {
  orgId: string
  groupId: string
  clusterName: string
  requestId: string
  /** The digest of the request, as on its card. */
  digest: string
  sessionId: string
  federationSettingsId: string
  /** Of a guided command. */
  runId: string
}

/** Defaults for the parts that a test does not need. */
export const nothing = {
  clusterName: 'main',
  requestId: '',
  digest: '',
  sessionId: '',
  federationSettingsId: 'e'.repeat(24),
  runId: '0'.repeat(26),
}

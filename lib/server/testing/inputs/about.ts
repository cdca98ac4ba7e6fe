/** What the inputs are about: a project with a cluster, a request that waits there, and somebody's session. */
export type About = {
  orgId: string
  groupId: string
  clusterName: string
  requestId: string
  /** Of the request, as its card shows it. */
  digest: string
  sessionId: string
  federationSettingsId: string
  /** Of a guided command. */
  runId: string
}

/** The parts that a test which is not about them leaves out. */
export const nothing = {
  clusterName: 'main',
  requestId: '',
  digest: '',
  sessionId: '',
  federationSettingsId: 'e'.repeat(24),
  runId: '0'.repeat(26),
}

/** Every page of the console. Its addresses, navigation and titles follow from this list. */

export type Page = {
  /** Its folder in `app`. */
  at: string
  label?: string
  /** Where it is listed: in a sidebar, as a tab of a cluster, or only in the command palette of a project. */
  nav?: 'project' | 'cluster' | 'organization' | 'palette'
  /** The resources whose state it shows: the first part of their operations' ids. By default the one of its own name. */
  shows?: readonly string[]
  /** The key that leads to it after `g`. */
  go?: string
  /** The role that it is for, of the whole console. */
  only?: 'admin' | 'auditor'
}

const projectAt = '/projects/[groupId]'
const clusterAt = '/projects/[groupId]/clusters/[clusterName]'
const streamsAt = '/projects/[groupId]/streams'
const endpointServiceAt =
  '/projects/[groupId]/private-endpoints/[cloudProvider]/[endpointServiceId]'
const orgAt = '/organizations/[orgId]'
const federationAt = `${orgAt}/federation` as const

/** Every page. The order is that of the sidebar and the tabs. */
export const pages = {
  home: { at: '/', label: 'Overview', go: 'h' },
  findings: { at: '/findings', label: 'Findings', go: 'f', shows: [] },
  signIn: { at: '/sign-in' },
  noRole: { at: '/no-role' },
  approvals: { at: '/approvals', label: 'Approvals', go: 'a' },
  newRequest: { at: '/approvals/new', label: 'Request access', go: 'n' },
  requestPlan: { at: '/approvals/together/[plan]', shows: [] },
  request: { at: '/approvals/[id]' },
  permissions: { at: '/permissions', label: 'Permissions', go: 'p' },
  explorer: { at: '/explorer', label: 'API explorer', go: 'e' },
  atlasOperation: { at: '/explorer/[operationId]', label: 'Atlas operation', shows: ['explorer'] },
  find: { at: '/find/[id]', label: 'Find', shows: [] },
  audit: { at: '/audit', label: 'Audit', go: 'u', only: 'auditor' },
  auditReport: { at: '/audit/report', label: 'Access report', shows: [] },
  auditRow: { at: '/audit/[seq]', label: 'Row', shows: [] },
  accessReviews: { at: '/access-reviews', label: 'Access reviews', go: 'r' },
  accessReview: {
    at: '/access-reviews/[reviewId]',
    label: 'Access review',
    shows: [],
  },
  machines: { at: '/machines', label: 'Machines', go: 'm' },
  machine: { at: '/machines/[name]', label: 'Machine', shows: ['machines'] },
  device: { at: '/device', label: 'Command line', shows: ['cliSessions'] },
  sessions: { at: '/sessions', label: 'Sessions', only: 'admin' },
  erasures: { at: '/erasures', label: 'Personal text', only: 'admin' },
  health: { at: '/health', label: 'Health', only: 'admin' },
  connections: { at: '/connections', label: 'Connections', only: 'admin' },
  account: { at: '/account', label: 'Account', go: 's', shows: ['preferences'] },
  delegation: { at: '/delegation', label: 'Delegation' },
  notifications: { at: '/notifications', label: 'Notifications' },
  deliveries: { at: '/deliveries', label: 'Deliveries', only: 'admin' },

  project: { at: projectAt },
  clusters: {
    at: `${projectAt}/clusters`,
    label: 'Clusters',
    nav: 'project',
    shows: ['flexClusters'],
  },
  accessList: {
    at: `${projectAt}/access-list`,
    label: 'Access list',
    nav: 'project',
    shows: ['access'],
  },
  apiKeys: { at: `${projectAt}/api-keys`, label: 'API keys', nav: 'project' },
  projectServiceAccounts: {
    at: `${projectAt}/service-accounts`,
    label: 'Service accounts',
    nav: 'project',
  },
  customDbRoles: { at: `${projectAt}/custom-db-roles`, label: 'Database roles', nav: 'project' },
  activity: { at: `${projectAt}/activity`, label: 'Activity', nav: 'project', shows: ['events'] },
  changes: { at: `${projectAt}/changes`, label: 'Changes', nav: 'project', shows: [] },
  alerts: { at: `${projectAt}/alerts`, label: 'Alerts', nav: 'project' },
  alertConfigs: { at: `${projectAt}/alert-configs`, label: 'Alert settings', nav: 'project' },
  alert: { at: `${projectAt}/alerts/[alertId]`, label: 'Alert', shows: ['alerts'] },
  processes: { at: `${projectAt}/processes`, label: 'Processes', nav: 'project' },
  process: { at: `${projectAt}/processes/[processId]`, label: 'Process', shows: ['processes'] },
  maintenance: { at: `${projectAt}/maintenance`, label: 'Maintenance', nav: 'project' },
  auditing: { at: `${projectAt}/auditing`, label: 'Auditing', nav: 'project' },
  privateEndpoints: {
    at: `${projectAt}/private-endpoints`,
    label: 'Private endpoints',
    nav: 'project',
  },
  endpointService: {
    at: endpointServiceAt,
    label: 'Endpoint service',
    shows: ['privateEndpoints'],
  },
  privateEndpoint: {
    at: `${endpointServiceAt}/[endpointId]`,
    label: 'Private endpoint',
    shows: ['privateEndpoints'],
  },
  dataFederation: { at: `${projectAt}/data-federation`, label: 'Data federation', nav: 'project' },
  federatedDatabase: {
    at: `${projectAt}/data-federation/databases/[tenantName]`,
    label: 'Federated database',
    shows: ['queryLimits'],
  },
  dataEndpoints: {
    at: `${projectAt}/data-federation/endpoints`,
    label: 'Data federation endpoints',
  },
  pipelines: {
    at: `${projectAt}/data-lake-pipelines`,
    label: 'Data lake pipelines',
    nav: 'palette',
  },
  pipeline: { at: `${projectAt}/data-lake-pipelines/[pipelineName]`, shows: ['pipelines'] },
  exportBuckets: { at: `${projectAt}/backup-exports`, label: 'Backup exports', nav: 'project' },
  exportBucket: {
    at: `${projectAt}/backup-exports/[exportBucketId]`,
    label: 'Export bucket',
    shows: ['exportBuckets'],
  },
  streams: { at: streamsAt, label: 'Streams', nav: 'project' },
  streamWorkspace: {
    at: `${streamsAt}/[tenantName]`,
    label: 'Stream workspace',
    shows: ['streams'],
  },
  streamProcessor: {
    at: `${streamsAt}/[tenantName]/[processorName]`,
    label: 'Stream processor',
    shows: ['streams'],
  },

  cluster: { at: clusterAt, label: 'Overview', nav: 'cluster', shows: ['flexClusters'] },
  backup: {
    at: `${clusterAt}/backup`,
    label: 'Backup',
    nav: 'cluster',
    shows: ['backup', 'flexBackup', 'legacyBackup'],
  },
  restoreJob: { at: `${clusterAt}/backup/[jobId]` },
  exports: { at: `${clusterAt}/exports`, label: 'Exports', nav: 'cluster', shows: ['exportJobs'] },
  backupExport: { at: `${clusterAt}/exports/[exportId]` },
  search: {
    at: `${clusterAt}/search`,
    label: 'Search',
    nav: 'cluster',
    shows: ['search', 'searchNodes'],
  },
  hotNamespaces: {
    at: `${clusterAt}/namespaces`,
    label: 'Hot namespaces',
    nav: 'cluster',
    shows: ['namespaces'],
  },
  searchIndex: { at: `${clusterAt}/search/[indexId]` },

  federation: { at: federationAt, label: 'Federation', nav: 'organization' },
  orgApiKeys: { at: '/organizations/[orgId]/api-keys', label: 'API keys', nav: 'organization' },
  orgApiKey: { at: `${orgAt}/api-keys/[apiUserId]`, label: 'API key', shows: ['orgApiKeys'] },
  serviceAccounts: {
    at: '/organizations/[orgId]/service-accounts',
    label: 'Service accounts',
    nav: 'organization',
  },
  serviceAccount: {
    at: '/organizations/[orgId]/service-accounts/[clientId]',
    label: 'Service account',
    shows: ['serviceAccounts'],
  },
  atlasCredentials: {
    at: `${orgAt}/credentials`,
    label: 'Atlas credentials',
    nav: 'organization',
    shows: ['atlasCredentials', 'mcpConfigs', 'projectMcpConfigs'],
  },
  resourcePolicies: {
    at: '/organizations/[orgId]/resource-policies',
    label: 'Resource policies',
    nav: 'organization',
  },
  resourcePolicy: {
    at: '/organizations/[orgId]/resource-policies/[resourcePolicyId]',
    label: 'Resource policy',
    shows: ['resourcePolicies'],
  },
  orgActivity: {
    at: '/organizations/[orgId]/activity',
    label: 'Activity',
    nav: 'organization',
    shows: ['orgEvents'],
  },
  orgSettings: { at: `${orgAt}/settings`, label: 'Settings', nav: 'organization', shows: ['orgs'] },
  identityProvider: { at: `${federationAt}/providers/[providerId]` },
  connectedOrg: { at: `${federationAt}/organizations/[connectedOrgId]` },
} as const satisfies Record<string, Page>

export type PageName = keyof typeof pages

/** Whether a page shows the state of a resource. */
export const isShownOn = (resource: string, name: string, { shows }: Page): boolean =>
  shows?.includes(resource) ?? name === resource

/** Every internal address. A guard test checks that nothing else in the project writes one. */

export const approvalTabs = ['for-me', 'live', 'mine', 'settled'] as const
export type ApprovalTab = (typeof approvalTabs)[number]

/** A name as one part of a path. Browsers take a part of dots for a way up, escaped or not: such a name leads nowhere. */
const part = (name: string) =>
  /^\.{1,2}$/.test(name) ? name.replaceAll('.', '%252E') : encodeURIComponent(name)

export type Page = {
  /** Its folder in `app`. */
  at: string
  label?: string
  /** Where it is listed: in a sidebar, as a tab of a cluster, or only in the command palette of a project. */
  nav?: 'project' | 'cluster' | 'organization' | 'palette'
  /** The resources whose state it shows: the first part of their operations' ids. */
  shows?: readonly string[]
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
  home: { at: '/' },
  signIn: { at: '/sign-in' },
  noRole: { at: '/no-role' },
  approvals: { at: '/approvals', label: 'Approvals' },
  newRequest: { at: '/approvals/new' },
  request: { at: '/approvals/[id]' },
  permissions: { at: '/permissions', label: 'Permissions' },
  audit: { at: '/audit', label: 'Audit' },
  sessions: { at: '/sessions', label: 'Sessions' },
  connections: { at: '/connections', label: 'Connections' },

  project: { at: projectAt },
  clusters: { at: `${projectAt}/clusters`, label: 'Clusters', nav: 'project' },
  accessList: {
    at: `${projectAt}/access-list`,
    label: 'Access list',
    nav: 'project',
    shows: ['access'],
  },
  apiKeys: { at: `${projectAt}/api-keys`, label: 'API keys', nav: 'project', shows: ['apiKeys'] },
  projectServiceAccounts: {
    at: `${projectAt}/service-accounts`,
    label: 'Service accounts',
    nav: 'project',
    shows: ['projectServiceAccounts'],
  },
  activity: { at: `${projectAt}/activity`, label: 'Activity', nav: 'project', shows: ['events'] },
  alerts: { at: `${projectAt}/alerts`, label: 'Alerts', nav: 'project', shows: ['alerts'] },
  alert: { at: `${projectAt}/alerts/[alertId]`, label: 'Alert', shows: ['alerts'] },
  processes: {
    at: `${projectAt}/processes`,
    label: 'Processes',
    nav: 'project',
    shows: ['processes'],
  },
  process: { at: `${projectAt}/processes/[processId]`, label: 'Process', shows: ['processes'] },
  auditing: { at: `${projectAt}/auditing`, label: 'Auditing', nav: 'project', shows: ['auditing'] },
  privateEndpoints: {
    at: `${projectAt}/private-endpoints`,
    label: 'Private endpoints',
    nav: 'project',
    shows: ['privateEndpoints'],
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
  dataFederation: {
    at: `${projectAt}/data-federation`,
    label: 'Data federation',
    nav: 'project',
    shows: ['dataFederation'],
  },
  federatedDatabase: {
    at: `${projectAt}/data-federation/databases/[tenantName]`,
    label: 'Federated database',
    shows: ['queryLimits'],
  },
  dataEndpoints: {
    at: `${projectAt}/data-federation/endpoints`,
    label: 'Data federation endpoints',
    shows: ['dataEndpoints'],
  },
  pipelines: {
    at: `${projectAt}/data-lake-pipelines`,
    label: 'Data lake pipelines',
    nav: 'palette',
    shows: ['pipelines'],
  },
  pipeline: { at: `${projectAt}/data-lake-pipelines/[pipelineName]`, shows: ['pipelines'] },
  exportBuckets: {
    at: `${projectAt}/backup-exports`,
    label: 'Backup exports',
    nav: 'project',
    shows: ['exportBuckets'],
  },
  exportBucket: {
    at: `${projectAt}/backup-exports/[exportBucketId]`,
    label: 'Export bucket',
    shows: ['exportBuckets'],
  },
  streams: { at: streamsAt, label: 'Streams', nav: 'project', shows: ['streams'] },
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

  cluster: { at: clusterAt, label: 'Overview', nav: 'cluster' },
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

  federation: { at: federationAt, label: 'Federation', nav: 'organization', shows: ['federation'] },
  orgApiKeys: {
    at: '/organizations/[orgId]/api-keys',
    label: 'API keys',
    nav: 'organization',
    shows: ['orgApiKeys'],
  },
  orgApiKey: { at: `${orgAt}/api-keys/[apiUserId]`, label: 'API key', shows: ['orgApiKeys'] },
  serviceAccounts: {
    at: '/organizations/[orgId]/service-accounts',
    label: 'Service accounts',
    nav: 'organization',
    shows: ['serviceAccounts'],
  },
  serviceAccount: {
    at: '/organizations/[orgId]/service-accounts/[clientId]',
    label: 'Service account',
    shows: ['serviceAccounts'],
  },
  resourcePolicies: {
    at: '/organizations/[orgId]/resource-policies',
    label: 'Resource policies',
    nav: 'organization',
    shows: ['resourcePolicies'],
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

/** The names in a page's address. */
export type PlaceOf<N extends PageName> = Names<(typeof pages)[N]['at']>
type Names<At extends string> = At extends `${string}[${infer Name}]${infer Rest}`
  ? { [K in Name]: string } & Names<Rest>
  : unknown

type Params<At extends string> = At extends `${string}[${string}]${infer Rest}`
  ? [string, ...Params<Rest>]
  : []
type Builders = {
  [K in PageName]: (...values: Params<(typeof pages)[K]['at']>) => string
}

/** A page's address with these values in place of its names. */
export const fill = (at: string, values: readonly string[]) => {
  const rest = [...values]
  return at.replaceAll(/\[\w+\]/g, () => part(rest.shift() ?? ''))
}

const builders = Object.fromEntries(
  Object.entries(pages).map(([name, { at }]) => [name, (...values: string[]) => fill(at, values)]),
) as Builders

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value)
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

/** What a new request starts from; whatever is missing is asked for in the form. */
export type RequestStart = {
  groupId?: string
  clusterName?: string
  /** The operation asked for; employee access when left out. */
  op?: string
  /** Its input, filled in as far as it is known. */
  input?: Record<string, unknown>
  /** Names an input that this tab keeps, in place of one too long for an address (lib/client/ask). */
  kept?: string
}

export const routes = {
  ...builders,
  /** The projects of an organization, by its name: the table of the overview with its filter set. */
  projectsOf: (orgName: string) =>
    `/?projects-only=${encodeURIComponent(`orgName:${orgName}`.replaceAll(',', '%2C'))}`,
  signIn: (callbackUrl?: string) => withQuery(builders.signIn(), { callbackUrl }),
  /** Takes the sign-in form's POST and leads to the identity provider. */
  startSignIn: () => '/api/sign-in',
  /** Where a form posts to sign out. */
  signOut: () => '/api/sign-out',
  /** Where the identity provider sends its answers; registered there, so it never changes. */
  signInAnswer: () => '/api/auth/callback/gatehouse',
  /** Where the identity provider says that a session of its own ended. */
  backchannelLogout: () => '/api/auth/backchannel-logout',
  approvals: (tab?: ApprovalTab) => withQuery(builders.approvals(), { tab }),
  newRequest: ({ groupId, clusterName, op, input, kept }: RequestStart = {}) =>
    withQuery(builders.newRequest(), {
      groupId,
      clusterName,
      op,
      kept,
      input: input && JSON.stringify(input),
    }),
  /** The whole chain as a file, for whoever checks it elsewhere. */
  auditExport: () => '/api/audit/export',
  /** Where the browser sends every operation. */
  op: (id: string) => `/api/ops/${part(id)}`,
} as const

type NavPage<Args extends string[]> = {
  name: NavPageName
  label: string
  to: (...args: Args) => string
}
/** The pages that a navigation shows. */
export type NavPageName = {
  [K in PageName]: (typeof pages)[K] extends { nav: string } ? K : never
}[PageName]

const navOf = <Args extends string[]>(nav: NonNullable<Page['nav']>): NavPage<Args>[] =>
  Object.entries<Page>(pages).flatMap(([name, page]) =>
    page.nav === nav
      ? [
          {
            name: name as NavPageName,
            label: page.label ?? '',
            to: (...args: Args) => fill(page.at, args),
          },
        ]
      : [],
  )

/** The pages of a project, in the order of the sidebar. */
export const projectPages = navOf<[groupId: string]>('project')
/** The pages of a project that people have to ask for. */
export const palettePages = navOf<[groupId: string]>('palette')
/** The pages of a cluster, in the order of its tabs. */
export const clusterPages = navOf<[groupId: string, clusterName: string]>('cluster')
/** The pages of an organization, in the order of the sidebar. */
export const organizationPages = navOf<[orgId: string]>('organization')

/** The pages as folders of `app`. */
export const routePatterns: readonly string[] = Object.values(pages).map(({ at }) => at)

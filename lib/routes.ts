/** Every internal address. Nothing else in the project writes one by hand: a guard test looks. */

export const approvalTabs = ['for-me', 'live', 'mine', 'settled'] as const
export type ApprovalTab = (typeof approvalTabs)[number]

/** A name as one part of a path. Browsers take a part of dots for a way up, escaped or not: such a name leads nowhere. */
const part = (name: string) =>
  /^\.{1,2}$/.test(name) ? name.replaceAll('.', '%252E') : encodeURIComponent(name)

const cluster = (groupId: string, clusterName: string) =>
  `/projects/${part(groupId)}/clusters/${part(clusterName)}`
const streams = (groupId: string) => `/projects/${part(groupId)}/streams`
const federation = (orgId: string) => `/organizations/${part(orgId)}/federation`

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
  home: () => '/',
  /** The projects of an organization, by its name: the table of the overview with its filter set. */
  projectsOf: (orgName: string) =>
    `/?projects-only=${encodeURIComponent(`orgName:${orgName}`.replaceAll(',', '%2C'))}`,
  signIn: (callbackUrl?: string) => withQuery('/sign-in', { callbackUrl }),
  /** Takes the sign-in form's POST and leads to the identity provider. */
  startSignIn: () => '/api/sign-in',
  /** Where a form posts to sign out. */
  signOut: () => '/api/sign-out',
  /** Where the identity provider sends its answers; registered there, so it never changes. */
  signInAnswer: () => '/api/auth/callback/gatehouse',
  /** Where the identity provider says that a session of its own ended. */
  backchannelLogout: () => '/api/auth/backchannel-logout',
  noRole: () => '/no-role',
  approvals: (tab?: ApprovalTab) => withQuery('/approvals', { tab }),
  newRequest: ({ groupId, clusterName, op, input, kept }: RequestStart = {}) =>
    withQuery('/approvals/new', {
      groupId,
      clusterName,
      op,
      kept,
      input: input && JSON.stringify(input),
    }),
  request: (id: string) => `/approvals/${part(id)}`,
  project: (groupId: string) => `/projects/${part(groupId)}`,
  clusters: (groupId: string) => `/projects/${part(groupId)}/clusters`,
  cluster,
  backup: (groupId: string, clusterName: string) => `${cluster(groupId, clusterName)}/backup`,
  restoreJob: (groupId: string, clusterName: string, jobId: string) =>
    `${cluster(groupId, clusterName)}/backup/${part(jobId)}`,
  search: (groupId: string, clusterName: string) => `${cluster(groupId, clusterName)}/search`,
  searchIndex: (groupId: string, clusterName: string, indexId: string) =>
    `${cluster(groupId, clusterName)}/search/${part(indexId)}`,
  streams,
  streamWorkspace: (groupId: string, tenantName: string) =>
    `${streams(groupId)}/${part(tenantName)}`,
  streamProcessor: (groupId: string, tenantName: string, processorName: string) =>
    `${streams(groupId)}/${part(tenantName)}/${part(processorName)}`,
  federation,
  identityProvider: (orgId: string, providerId: string) =>
    `${federation(orgId)}/providers/${part(providerId)}`,
  connectedOrg: (orgId: string, connectedOrgId: string) =>
    `${federation(orgId)}/organizations/${part(connectedOrgId)}`,
  accessList: (groupId: string) => `/projects/${part(groupId)}/access-list`,
  permissions: () => '/permissions',
  audit: () => '/audit',
  /** The whole chain as a file, for whoever checks it elsewhere. */
  auditExport: () => '/api/audit/export',
  sessions: () => '/sessions',
  /** Where the browser sends every operation. */
  op: (id: string) => `/api/ops/${part(id)}`,
} as const

/** The pages of a project, in the order of the rail; the palette and the project switcher follow it too. */
export const projectPages = [
  { label: 'Clusters', to: routes.clusters },
  { label: 'Access list', to: routes.accessList },
  { label: 'Streams', to: routes.streams },
] as const satisfies ReadonlyArray<{ label: string; to: (groupId: string) => string }>

/** The pages of a cluster, in the order of its tabs. */
export const clusterPages = [
  { label: 'Overview', to: routes.cluster },
  { label: 'Backup', to: routes.backup },
  { label: 'Search', to: routes.search },
] as const satisfies ReadonlyArray<{
  label: string
  to: (groupId: string, clusterName: string) => string
}>

/** The pages of an organization, in the order of the rail. */
export const organizationPages = [
  { label: 'Federation', to: routes.federation },
] as const satisfies ReadonlyArray<{ label: string; to: (orgId: string) => string }>

/** An address with every part escaped the same way, however it was typed. */
const even = (pathname: string) =>
  pathname
    .split('/')
    .map((typed) => {
      try {
        return encodeURIComponent(decodeURIComponent(typed))
      } catch {
        return typed
      }
    })
    .join('/')

/** Whether an address is that of a page, or of one further inside it. */
export const isWithin = (pathname: string, page: string): boolean =>
  `${even(pathname)}/`.startsWith(`${even(page)}/`)

/** The same page in another project; its first page when that page is none of every project's. */
export function samePageIn(groupId: string, pathname: string): string {
  const here = projectOf(pathname)
  const page = here && projectPages.find(({ to }) => isWithin(pathname, to(here)))
  return (page || projectPages[0]).to(groupId)
}

/** The pages behind the addresses, as folders of `app` spell them. */
export const routePatterns = [
  '/',
  '/sign-in',
  '/no-role',
  '/approvals',
  '/approvals/new',
  '/approvals/[id]',
  '/projects/[groupId]',
  '/projects/[groupId]/clusters',
  '/projects/[groupId]/clusters/[clusterName]',
  '/projects/[groupId]/clusters/[clusterName]/backup',
  '/projects/[groupId]/clusters/[clusterName]/backup/[jobId]',
  '/projects/[groupId]/clusters/[clusterName]/search',
  '/projects/[groupId]/clusters/[clusterName]/search/[indexId]',
  '/projects/[groupId]/access-list',
  '/projects/[groupId]/streams',
  '/projects/[groupId]/streams/[tenantName]',
  '/projects/[groupId]/streams/[tenantName]/[processorName]',
  '/organizations/[orgId]/federation',
  '/organizations/[orgId]/federation/providers/[providerId]',
  '/organizations/[orgId]/federation/organizations/[connectedOrgId]',
  '/permissions',
  '/audit',
  '/sessions',
] as const

/** The project an address is inside of. */
export function projectOf(pathname: string): string | undefined {
  return /^\/projects\/([^/]+)/.exec(pathname)?.[1]
}

/** The organization an address is inside of. */
export function orgOf(pathname: string): string | undefined {
  return /^\/organizations\/([^/]+)/.exec(pathname)?.[1]
}

/** The cluster an address is inside of. */
export function clusterOf(pathname: string): { groupId: string; clusterName: string } | undefined {
  const [, groupId, name] = /^\/projects\/([^/]+)\/clusters\/([^/]+)/.exec(pathname) ?? []
  if (groupId === undefined || name === undefined) return undefined
  try {
    return { groupId, clusterName: decodeURIComponent(name) }
  } catch {
    return undefined
  }
}

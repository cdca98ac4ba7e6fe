/** Every internal address. Nothing else in the project writes one by hand: a guard test looks. */

export const approvalTabs = ['for-me', 'live', 'mine', 'settled'] as const
export type ApprovalTab = (typeof approvalTabs)[number]

const part = encodeURIComponent

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
}

export const routes = {
  home: () => '/',
  signIn: (callbackUrl?: string) => withQuery('/sign-in', { callbackUrl }),
  /** Takes the sign-in form's POST and leads to the identity provider. */
  startSignIn: () => '/api/sign-in',
  /** Where a form posts to sign out. */
  signOut: () => '/api/sign-out',
  noRole: () => '/no-role',
  approvals: (tab?: ApprovalTab) => withQuery('/approvals', { tab }),
  newRequest: ({ groupId, clusterName, op, input }: RequestStart = {}) =>
    withQuery('/approvals/new', {
      groupId,
      clusterName,
      op,
      input: input && JSON.stringify(input),
    }),
  request: (id: string) => `/approvals/${part(id)}`,
  project: (groupId: string) => `/projects/${part(groupId)}`,
  clusters: (groupId: string) => `/projects/${part(groupId)}/clusters`,
  cluster: (groupId: string, clusterName: string) =>
    `/projects/${part(groupId)}/clusters/${part(clusterName)}`,
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
] as const satisfies ReadonlyArray<{ label: string; to: (groupId: string) => string }>

/** The same page in another project; its first page when that page is none of every project's. */
export function samePageIn(groupId: string, pathname: string): string {
  const here = projectOf(pathname)
  const page = here && projectPages.find(({ to }) => pathname === to(here))
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
  '/projects/[groupId]/access-list',
  '/permissions',
  '/audit',
  '/sessions',
] as const

/** The project an address is inside of. */
export function projectOf(pathname: string): string | undefined {
  return /^\/projects\/([^/]+)/.exec(pathname)?.[1]
}

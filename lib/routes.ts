/** Every internal address. A guard test checks that nothing else in the project writes one. */
import { type Page, type PageName, pages } from './pages'

const approvalTabs = ['for-me', 'live', 'mine', 'settled'] as const
export type ApprovalTab = (typeof approvalTabs)[number]

/** A name as one part of a path. Browsers take a part of dots for a way up, escaped or not: such a name leads nowhere. */
const part = (name: string) =>
  /^\.{1,2}$/.test(name) ? name.replaceAll('.', '%252E') : encodeURIComponent(name)

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
  /** A request whose active access the new one takes over from. */
  replaces?: string
}

/** The search parameter that opens the form of an operation on its page. */
export const OPEN = 'open'

/** The search parameter that opens the dialog of break-glass on a request. */
export const BREAK_GLASS = 'break-glass'

/** The search parameter of a window that only signed in. */
export const SIGNED_IN = 'signed-in'

export const routes = {
  ...builders,
  /** The overview with a filter set. */
  fleet: (filter: { org?: string; check?: string } = {}) => withQuery(builders.home(), filter),
  /** All findings, with the text and the choices of its table's filters, such as `level:Critical`. */
  findings: ({ text, only = [] }: { text?: string; only?: readonly string[] } = {}) =>
    withQuery(builders.findings(), {
      'findings-q': text,
      'findings-only': only.map((one) => one.replace(/[%,]/g, encodeURIComponent)).join(','),
    }),
  signIn: (callbackUrl?: string) => withQuery(builders.signIn(), { callbackUrl }),
  /** Takes the sign-in form's POST and leads to the identity provider. */
  startSignIn: () => '/api/sign-in',
  /** Where a sign-in beside an open page ends: the window tells that page and closes. */
  signedIn: () => withQuery(builders.account(), { [SIGNED_IN]: '1' }),
  /** Where a form posts to sign out. */
  signOut: () => '/api/sign-out',
  signOutEverywhere: () => '/api/sign-out?everywhere',
  /** Where the identity provider sends its answers; registered there, so it never changes. */
  signInAnswer: () => '/api/auth/callback/gatehouse',
  /** Where the identity provider says that a session of its own ended. */
  backchannelLogout: () => '/api/auth/backchannel-logout',
  approvals: (tab?: ApprovalTab) => withQuery(builders.approvals(), { tab }),
  newRequest: ({ groupId, clusterName, op, input, kept, replaces }: RequestStart = {}) =>
    withQuery(builders.newRequest(), {
      groupId,
      clusterName,
      op,
      kept,
      replaces,
      input: input && JSON.stringify(input),
    }),
  /** The file of an export that the audit log has in this row. */
  auditExport: (row: number) => `/api/audit/export?row=${row}`,
  /** The program that checks exports and proofs. */
  auditVerifier: () => '/api/audit/verifier',
  /** The audit log with a filter; lists are separated by commas. */
  audit: (filter: Record<string, string | undefined> = {}) => withQuery(builders.audit(), filter),
  auditReport: (quarter?: string) => withQuery(builders.auditReport(), { quarter }),
  /** Looks up an ID. `near` is the address of the page that the person was on. */
  find: (id: string, near?: string) => withQuery(builders.find(id), { near }),
  /** A request, with the dialog that sends it without approval. */
  breakGlass: (id: string) => withQuery(builders.request(id), { [BREAK_GLASS]: '1' }),
  /** Where the browser sends every operation. */
  op: (id: string) => `/api/ops/${part(id)}`,
} as const

/** A page, with the form of an operation opened on it. */
export const opening = (page: string, op: string): string => withQuery(page, { [OPEN]: op })

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
/** The pages of a cluster, in the order of its tabs. */
export const clusterPages = navOf<[groupId: string, clusterName: string]>('cluster')
/** The pages of an organization, in the order of the sidebar. */
export const organizationPages = navOf<[orgId: string]>('organization')

/** The pages as folders of `app`. */
export const routePatterns: readonly string[] = Object.values(pages).map(({ at }) => at)

import type { APIRequestContext, Page } from '@playwright/test'
import { startAccessReview } from '@/lib/ops/access-reviews'
import { getOrgSettings } from '@/lib/ops/directory'
import { getProject, whoAmI } from '@/lib/ops/me'
import { type PageName, pages } from '@/lib/pages'
import type { FaultOrder } from '@/sandbox/atlas/faults'
import { northwind } from '@/sandbox/atlas/world/orgs'
import { projectIdOf } from '@/sandbox/atlas/world/projects'
import { expect } from '../fixtures'
import { done } from './api'
import { ownFederation } from './federation'
import { clusterNamed } from './requests'
import type { ProjectOptions, SandboxControl, SandboxProject } from './sandbox'
import type { PersonaName } from './sign-in'

/** The names in a page's address. */
export const namesIn = (at: string): string[] =>
  [...at.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name)

/** A page's address with these values for its names. */
export const addressOf = (at: string, values: Readonly<Record<string, string>>): string =>
  at.replaceAll(/\[(\w+)\]/g, (_, name) => encodeURIComponent(values[name] ?? '0'.repeat(24)))

/** Whether a new project or organization has this page: its address names nothing that would have to be in it. */
export const isOfProject = (at: string): boolean =>
  at.startsWith('/projects/[groupId]/') &&
  namesIn(at).every((one) => one === 'groupId' || one === 'clusterName')
export const isOfOrg = (at: string): boolean =>
  at.startsWith('/organizations/[orgId]/') && namesIn(at).length === 1

/** The page in a project or organization of a test's own: its address, and the reads of Atlas that are about it. */
export async function ownPlace(
  name: PageName,
  { makeProject, sandbox, session }: Setting,
): Promise<{ address: string; reads: FaultOrder['match'] & { method: 'GET' } & Where }> {
  const { at } = pages[name]
  if (isOfOrg(at)) {
    const { orgId } = await ownFederation(sandbox)
    await done(session, getOrgSettings, { orgId })
    return { address: addressOf(at, { orgId }), reads: { pathIncludes: orgId, method: 'GET' } }
  }
  const { groupId, clusters } = await makeProject({ clusters: [{ name: clusterNamed('own') }] })
  await done(session, getProject, { groupId })
  const clusterName = clusters[0]?.name ?? ''
  return { address: addressOf(at, { groupId, clusterName }), reads: { groupId, method: 'GET' } }
}
type Where = { groupId: string } | { pathIncludes: string }
type Setting = {
  makeProject(options: ProjectOptions): Promise<SandboxProject>
  sandbox: SandboxControl
  session: APIRequestContext
}

/** Who sees the page with its content. */
export const personaOf = (name: PageName): PersonaName =>
  name === 'audit' || name === 'auditRow' || name === 'auditReport'
    ? 'auditor'
    : ['sessions', 'connections', 'health', 'erasures', 'deliveries'].includes(name)
      ? 'admin'
      : 'operator'

/** Goes to a page and waits until it has read everything. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 20_000 })
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0, { timeout: 30_000 })
}

/** The projects of the demo data. Between them they have content for every page. */
const projects = [
  'payments-prod',
  'search-platform',
  'streams-eu',
  'free-and-flex',
  'analytics',
].map(projectIdOf)

/** How many links of a page are tried. */
const LINKS = 2

/** The page that leads to this one: the longest address that this one continues. */
function parentOf(at: string): string | undefined {
  return Object.values(pages)
    .map((page) => page.at as string)
    .filter((other) => other !== '/' && at.startsWith(`${other}/`))
    .toSorted((a, b) => b.length - a.length)[0]
}

/** Addresses without a name: `/audit/report` is no row of `/audit`. */
const fixed = new Set<string>(Object.values(pages).map(({ at }) => at))

/** Addresses of a page in the demo data, found by following links from the pages above it. */
async function* addresses(page: Page, at: string): AsyncGenerator<string> {
  const names = namesIn(at)
  const isProject = names.every((name) => name === 'groupId')
  if (isProject || names.every((name) => name === 'orgId')) {
    const ids = names.length === 0 ? [''] : isProject ? projects : [northwind.id]
    for (const id of ids) yield addressOf(at, { groupId: id, orgId: id })
    return
  }
  // The log shows its rows, and their links, once the page has its size.
  if (names.includes('seq')) return yield addressOf(at, { seq: '1' })
  const parent = parentOf(at)
  if (!parent) throw new Error(`No page leads to ${at}`)
  const pattern = new RegExp(`^${at.replaceAll(/\[\w+\]/g, '[^/?]+')}$`)
  for await (const above of addresses(page, parent)) {
    yield* (await linksOn(page, above))
      .filter((link) => pattern.test(link) && !fixed.has(link))
      .slice(0, LINKS)
  }
}

const answers = new Map<string, string>()

/** What the server sends for a page. Tests leave the projects of the demo data alone, so their pages are read once for all. */
async function html(page: Page, address: string): Promise<string> {
  const known = answers.get(address)
  if (known !== undefined) return known
  const answer = await (await page.request.get(address)).text()
  if (address.startsWith('/projects/')) answers.set(address, answer)
  return answer
}

/** Where the links of a page lead. */
async function linksOn(page: Page, address: string): Promise<string[]> {
  const all = (await html(page, address)).matchAll(/<a [^>]*?href="([^"?#]*)/g)
  return [...new Set([...all].map(([, link = '']) => link))]
}

/** How many places of a list are looked at for one with rows. */
const PLACES = 5

/**
 * Opens a page with content from the demo data. A list is that of the first place with rows; if there is none, of the
 * first place.
 * @throws Error if no link leads to it
 */
export async function visitFull(page: Page, name: PageName): Promise<void> {
  const { at } = pages[name]
  const isList = /^(groupId|clusterName)$/.test(namesIn(at).at(-1) ?? '')
  const tried: string[] = []
  for await (const address of addresses(page, at)) {
    tried.push(address)
    if (!isList || /<tbody[^>]*><tr/.test(await html(page, address))) return visit(page, address)
    if (tried.length === PLACES) break
  }
  const [first] = tried
  if (first === undefined) throw new Error(`No link leads to ${at}`)
  await visit(page, first)
}

/** Pages that lead elsewhere, show nothing of the demo data, need something made first, or are for other people. */
export const apart: readonly PageName[] = [
  'signIn',
  'noRole',
  'request',
  'requestPlan',
  'project',
  'pipeline',
  'find',
  'accessReview',
]

/** Starts an access review of a project, for an operator to answer. Returns its ID. */
export async function startedReview(
  api: (persona: PersonaName) => Promise<APIRequestContext>,
): Promise<string> {
  const { subject } = await done(await api('operator'), whoAmI, {})
  const { reviewId } = await done(await api('auditor'), startAccessReview, {
    name: 'Access in Q4',
    orgId: northwind.id,
    groupIds: [projectIdOf('payments-prod')],
    dueAt: '2100-01-01T12:00:00Z',
    reviewers: [subject],
  })
  return reviewId
}

/** Not the pages whose reads Atlas has ended, or which show what they can read of several things. */
export const canBeStale = (name: PageName): boolean =>
  !['pipelines', 'federation', 'atlasCredentials', 'changes'].includes(name)

export const refusal = { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' } as const
export const failure = { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' } as const

/** Reads the page again until it says that what it shows is out of date. */
export async function outOfDate(page: Page): Promise<void> {
  const refresh = page.getByRole('button', { name: 'Refresh' }).first()
  await expect(async () => {
    if (await refresh.isVisible()) await refresh.click()
    await expect(page.getByText('Out of date.').first()).toBeVisible({ timeout: 8_000 })
  }).toPass({ timeout: 80_000 })
}

import type { z } from 'zod'
import { type Pasted, pasted } from '@/lib/format/pasted-id'
import type { Found, findById, findByName } from '@/lib/ops/find'
import { pageAt } from '@/lib/page-at'
import { routes } from '@/lib/routes'
import { configuration } from '../configuration'
import { directory } from '../directory'
import { known, searchedIn } from '../find/by-id'
import { byName as named, placesFound } from '../find/by-name'
import { lookUp } from '../find/look-up'
import { nothing } from '../find/own-things'
import { exactPlaces } from '../in-scope'
import type { Person } from '../person'
import type { ConsoleContext } from './context'

const MOST_NAMED = 60

/** `find.byName` */
export async function byName(
  { text, here, only }: z.output<typeof findByName.input>,
  { person }: ConsoleContext,
): Promise<z.output<typeof findByName.output>> {
  const what = pasted(text)
  const places = await exactPlaces(person.bindings)
  if (only) {
    const results = await named(text, person, places, here, MOST_NAMED, only)
    return { results: results.filter(({ page }) => page === only) }
  }
  const [byId, byText] = await Promise.all([
    what ? known(what, text.trim(), person) : [],
    text.trim() ? named(text, person, places, here, MOST_NAMED) : [],
  ])
  const all = [...byId, ...byText]
  return { results: [...new Map(all.map((one) => [one.href, one])).values()] }
}

/** `find.byId` */
export async function byId(
  { id, here }: z.output<typeof findById.input>,
  { person, requestId, signal }: ConsoleContext,
): Promise<z.output<typeof findById.output>> {
  const own = await ownPage(id, person)
  if (own) return { ...nothingMore, is: 'a page of Gatehouse', results: [own] }
  const what = pasted(id)
  if (!what) {
    const places = await exactPlaces(person.bindings)
    const results = await named(id, person, places, here, MOST_NAMED)
    return { is: null, results, searched: await searchedIn(person), asked: [], unread: [] }
  }
  const found = await fromKnown(what, id, person)
  if (found.length > 0) return { ...nothingMore, is: what.is, results: found }
  const context = { requestId, ...(signal ? { signal } : {}) }
  const asked = await lookUp(what, here, person, context)
  const after = await fromKnown(what, id, person)
  const place = after.length > 0 ? undefined : await placeOfUrl(what, person)
  return {
    is: what.is,
    results: place ? [place] : after,
    searched: await searchedIn(person),
    ...asked,
  }
}

const nothingMore = { searched: [], asked: [], unread: [] }

/** The page of Gatehouse at its own URL. Undefined: there is none, or it is of a place that the person can't see. */
async function ownPage(text: string, person: Person): Promise<Found | undefined> {
  const given = text.trim()
  if (!URL.canParse(given)) return undefined
  const { origin, pathname, search, hash } = new URL(given)
  const at = origin === configuration().url.origin ? pageAt(pathname) : undefined
  if (!at || at.name === 'find') return undefined
  const { groupId, orgId } = at.place
  const place = await seenPlace({ groupId, orgId }, person)
  if ((groupId || orgId) && !place) return undefined
  return {
    ...nothing,
    ...place,
    label: 'Page',
    page: 'project',
    name: at.page.label ?? place?.name ?? pathname,
    where: place?.name ?? '',
    href: pathname + search + hash,
  }
}

/** What is known by an id. Of a URL, the page it shows if that names nothing more special. */
async function fromKnown(what: Pasted, text: string, person: Person): Promise<Found[]> {
  const found = await known(what, text.trim(), person)
  const isPlace = found.every(({ label }) => ['Project', 'Organization'].includes(label))
  const page = isPlace ? await pageOfUrl(what, person) : undefined
  return page ? [page] : found
}

type OfUrl = { groupId?: string | undefined; orgId?: string | undefined }

const seenPlace = async ({ groupId, orgId }: OfUrl, person: Person) =>
  groupId || orgId
    ? placesFound(person, await directory()).find((one) =>
        groupId ? one.groupId === groupId : one.groupId === null && one.orgId === orgId,
      )
    : undefined

/** The page of Gatehouse for a URL of Atlas, if the person can see its project or organization. */
async function pageOfUrl(what: Pasted, person: Person): Promise<Found | undefined> {
  const { place, page = '' } = what
  const { groupId, orgId, clusterName } = place
  const at = await seenPlace(place, person)
  const href = groupId ? hrefIn(page, groupId, clusterName) : hrefOf(page, orgId ?? '')
  return at && href ? { ...at, label: 'Page', page: 'project', href } : undefined
}

/** The project or organization of a URL, where what it shows is not known. */
const placeOfUrl = ({ is, place }: Pasted, person: Person) =>
  is === 'a URL' ? seenPlace(place, person) : undefined

type OfProject = (groupId: string) => string
const ofProjects: Record<string, OfProject> = {
  ...{ accessList: routes.accessList, privateEndpoints: routes.privateEndpoints },
  ...{ customDbRoles: routes.customDbRoles, auditing: routes.auditing, streams: routes.streams },
  ...{ dataFederation: routes.dataFederation, alertConfigs: routes.alertConfigs },
  ...{ alerts: routes.alerts, activity: routes.activity, apiKeys: routes.apiKeys },
  ...{ serviceAccounts: routes.projectServiceAccounts, clusters: routes.clusters },
}

function hrefIn(page: string, groupId: string, clusterName: string | undefined) {
  if (clusterName === undefined) return ofProjects[page]?.(groupId)
  if (page === 'search') return routes.search(groupId, clusterName)
  if (page === 'backup') return routes.backup(groupId, clusterName)
  return routes.cluster(groupId, clusterName)
}

const ofOrgs: Record<string, (orgId: string) => string> = {
  ...{ apiKeys: routes.orgApiKeys, serviceAccounts: routes.serviceAccounts },
  ...{ activity: routes.orgActivity, resourcePolicies: routes.resourcePolicies },
  ...{ federation: routes.federation, orgSettings: routes.orgSettings },
}
const hrefOf = (page: string, orgId: string) => ofOrgs[page]?.(orgId)

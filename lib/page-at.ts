import { type Page, type PageName, pages } from './pages'
import { fill, routes } from './routes'

type PageAt = { name: PageName; page: Page; place: Readonly<Record<string, string>> }

/** The names in a page's address: `groupId`, `clusterName`. */
export const namesIn = (at: string): string[] =>
  [...at.matchAll(/\[(\w+)\]/g)].map(([, name = '']) => name)

const decoded = (part: string) => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

const all = Object.entries<Page>(pages).map(([name, page]) => ({
  name: name as PageName,
  page,
  parts: page.at.split('/'),
}))

/** The page at an address, with what its names stand for. Undefined: there is none. Fixed addresses win. */
export function pageAt(pathname: string): PageAt | undefined {
  const parts = pathname.split('/')
  const [found] = all
    .filter(
      (one) =>
        one.parts.length === parts.length &&
        one.parts.every((part, i) => part === parts[i] || (part.startsWith('[') && parts[i])),
    )
    .toSorted((a, b) => namesIn(a.page.at).length - namesIn(b.page.at).length)
  if (!found) return undefined
  const names = found.parts.flatMap((part, i) =>
    part.startsWith('[') ? [[part.slice(1, -1), decoded(parts[i] ?? '')]] : [],
  )
  return { name: found.name, page: found.page, place: Object.fromEntries(names) }
}

/** The pages above an address, the closest first, and the page itself before them. */
const upwards = (at: string): string[] =>
  at
    .split('/')
    .map((_, i, parts) => parts.slice(0, parts.length - i).join('/'))
    .filter(Boolean)

/**
 * The same kind of page elsewhere: the closest page at or above this one that needs nothing but the new place, or the page
 * there with the same label, such as API keys of a project and of an organization. Undefined: there is none.
 */
function sameKindIn(
  place: { groupId: string } | { orgId: string },
  pathname: string,
): string | undefined {
  const here = pageAt(pathname)
  if (!here) return undefined
  const [[name, id] = ['', '']] = Object.entries(place)
  const open = all.filter(
    ({ page }) =>
      page.label && page.at !== `/projects/[${name}]` && namesIn(page.at).join() === name,
  )
  for (const at of upwards(here.page.at)) {
    const above = all.find(({ page }) => page.at === at)?.page
    const same =
      open.find(({ page }) => page.at === at) ??
      open.find(({ page }) => above?.label !== undefined && page.label === above.label)
    if (same) return fill(same.page.at, [id])
  }
  return undefined
}

/** The same kind of page in another project; its clusters when there is none. */
export const samePageIn = (groupId: string, pathname: string): string =>
  sameKindIn({ groupId }, pathname) ?? routes.clusters(groupId)

/** The same kind of page in another organization; its federation when there is none. */
export const samePageOf = (orgId: string, pathname: string): string =>
  sameKindIn({ orgId }, pathname) ?? routes.federation(orgId)

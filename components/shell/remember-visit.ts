import { titleOf } from '@/lib/client/page-of'
import { visitedPlace } from '@/lib/client/recent-places'
import { pageAt } from '@/lib/page-at'

/** A page passed on the way to another is no visit. */
const STAYS_MS = 1_200

/** Puts a page among a person's recent places once they stay on it. Returns a function that stops it. */
export function rememberVisit(subject: string, pathname: string): () => void {
  const timer = setTimeout(() => {
    const at = pageAt(pathname)
    if (!at || ['find', 'signIn', 'noRole', 'home'].includes(at.name)) return
    // The heading has the name of what the address names only by its id.
    const heading = document.querySelector('main h1')?.textContent?.trim()
    const { page, place } = at
    const isList = Object.keys(place).every((name) => name === 'groupId' || name === 'orgId')
    const name = isList ? page.label : heading || titleOf(page, place)
    if (!name) return
    const label = isList ? 'Page' : at.name === 'cluster' ? 'Cluster' : (page.label ?? 'Page')
    visitedPlace(subject, { href: pathname, name, label })
  }, STAYS_MS)
  return () => clearTimeout(timer)
}

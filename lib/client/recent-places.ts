/** A page that a person visited, as the palette shows it. */
type RecentPlace = { href: string; name: string; label: string }

const MOST = 40

// Another person who signs in with this browser must not see their names.
const keyOf = (subject: string) => `gatehouse:recent-places:${subject}`

const isPlace = (one: unknown): one is RecentPlace =>
  typeof one === 'object' &&
  one !== null &&
  ['href', 'name', 'label'].every((key) => typeof Reflect.get(one, key) === 'string') &&
  /^\/(?![/\\])/.test(String(Reflect.get(one, 'href')))

/** The pages that a person visited in this browser, newest first. */
export function recentPlaces(subject: string): RecentPlace[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(subject)) ?? '[]')
    return Array.isArray(found) ? found.filter(isPlace) : []
  } catch {
    return []
  }
}

/** Puts a page first. */
export function visitedPlace(subject: string, place: RecentPlace): void {
  try {
    const rest = recentPlaces(subject).filter(({ href }) => href !== place.href)
    localStorage.setItem(keyOf(subject), JSON.stringify([place, ...rest].slice(0, MOST)))
  } catch {}
}

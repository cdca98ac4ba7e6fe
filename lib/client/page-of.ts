import { namesIn } from '@/lib/page-at'
import { isShownOn, type Page, pages } from '@/lib/pages'
import { fill } from '@/lib/routes'

/** A page's title with its place: `Backup of main`, `Access list`. */
export function titleOf({ at, label = '' }: Page, place: Readonly<Record<string, string>>): string {
  const last = namesIn(at).at(-1)
  if (last === undefined || last === 'groupId' || last === 'orgId') return label
  return last === 'clusterName' ? `${label} of ${place[last]}` : `${label} ${place[last]}`.trim()
}

/**
 * The page that shows an operation's resource: the most specific one whose path parameters are all in the input. `orgId`
 * is for inputs without one.
 */
export function pageOf(
  op: string,
  input: Readonly<Record<string, unknown>>,
  orgId: string,
): { label: string; href: string } | undefined {
  const resource = op.split('.', 1)[0] ?? ''
  const found = Object.entries<Page>(pages)
    .filter(([name, page]) => isShownOn(resource, name, page))
    .flatMap(([, page]) => {
      const names = namesIn(page.at)
      const texts = names
        .map((name) => input[name] || (name === 'orgId' ? orgId : undefined))
        .filter((value) => typeof value === 'string')
      return texts.length === names.length ? [{ page, names, texts }] : []
    })
    .toSorted((a, b) => a.texts.length - b.texts.length)
    .at(-1)
  if (!found) return undefined
  const { page, names, texts } = found
  const last = names.at(-1)
  const where =
    last === 'groupId' ? ' of this project' : last === 'orgId' ? ' of this organization' : ''
  const place = Object.fromEntries(names.map((name, i) => [name, texts[i] ?? '']))
  return { label: `${titleOf(page, place)}${where}`, href: fill(page.at, texts) }
}

/** The page of an address, as `lib/pages` writes it: `/projects/[groupId]/access-list`. */
export const patternOf = (pathname: string): string | undefined =>
  Object.values<Page>(pages)
    .map(({ at }) => at)
    .filter((at) => fits(at.split('/'), pathname.split('/')))
    // `/approvals/new` before `/approvals/[id]`.
    .toSorted((a, b) => namesIn(a).length - namesIn(b).length)[0]

const fits = (pattern: readonly string[], parts: readonly string[]) =>
  pattern.length === parts.length &&
  pattern.every((part, i) => (part.startsWith('[') ? parts[i] !== '' : part === parts[i]))

/** The label of the first page that shows an operation's resource. */
export function pageLabel(op: string): string | undefined {
  const resource = op.split('.', 1)[0] ?? ''
  return Object.entries<Page>(pages).find(([name, page]) => isShownOn(resource, name, page))?.[1]
    .label
}

/** The page that lists what a page shows: the closest one above it in the address. */
export function parentOf(
  page: Page,
  place: Readonly<Record<string, string>>,
): { label: string; href: string } | undefined {
  if (page.nav) return undefined
  const above = Object.values<Page>(pages)
    .filter(({ at, label }) => label && page.at.startsWith(`${at}/`))
    .toSorted((a, b) => a.at.length - b.at.length)
    .at(-1)
  if (!above?.label) return undefined
  const { at, label } = above
  return {
    label,
    href: fill(
      at,
      namesIn(at).map((name) => place[name] ?? ''),
    ),
  }
}

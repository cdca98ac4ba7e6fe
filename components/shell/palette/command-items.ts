import type { z } from 'zod'
import { type Me, rolesIn } from '@/lib/client/use-me'
import type { Scope } from '@/lib/ops/define'
import type { listOps } from '@/lib/ops/operations'
import { whyNot } from '@/lib/ops/why-not'
import { namesIn, pageAt } from '@/lib/page-at'
import { isShownOn, type Page, pages } from '@/lib/pages'
import { fill, opening, routes } from '@/lib/routes'
import { copyLink } from '../../ops/copy-link'
import { signOut } from '../sign-out'
import { iconOf } from './icon-of'
import type { Choice, Item } from './item'
import { commandWords } from './words'

type Listed = z.output<typeof listOps.output>['results'][number]
type Place = Readonly<Record<string, string>>

const OFFLINE = 'You are offline. Commands need a connection.'

/** Buttons that open a form or dialog show it in one of these. Others would send, so they only get the focus. */
const opens = (button: Element) =>
  button.hasAttribute('aria-haspopup') || button.hasAttribute('aria-expanded')

const textOf = (node: Element | null) => node?.textContent?.trim() ?? ''

/** The buttons of the page that belong to an operation, as they are now. */
export function commandsOnPage(offline: boolean): Item[] {
  const found = [...document.querySelectorAll<HTMLButtonElement>('main button[data-op]')]
  return found
    .filter((button) => button.checkVisibility())
    .map((button, i): Item => {
      const name = button.getAttribute('aria-label') ?? textOf(button)
      const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '')
      const isRefused = button.getAttribute('aria-disabled') === 'true'
      const isInRow = button.closest('tr, li') !== null
      return {
        id: `button ${i} ${button.dataset.op}`,
        name,
        label: 'On this page',
        icon: iconOf('command'),
        near: isInRow ? 1 : 0,
        weight: isInRow ? 5 : 4,
        refused: isRefused ? textOf(reason) || 'Not available now.' : offline ? OFFLINE : undefined,
        press: () => {
          if (opens(button)) button.click()
          else {
            button.scrollIntoView({ block: 'center' })
            button.focus()
          }
        },
      }
    })
}

/** Copies the URL of what the page shows. */
export const linkItem: Item = {
  id: 'copy link',
  name: 'Copy link to this page',
  label: 'On this page',
  icon: 'icon-[link]',
  also: ['URL', 'share'],
  near: 0,
  weight: 4,
  press: () => void copyLink(),
}

export const signOutItem: Item = {
  id: 'sign out',
  name: 'Sign out',
  label: 'Command',
  icon: 'icon-[log-out]',
  also: ['log out', 'logout', 'end my session', 'leave'],
  near: 2,
  weight: 1,
  press: signOut,
}

/** The palette opens it itself. */
export const helpItem: Item = {
  id: 'help',
  name: 'Keyboard shortcuts',
  label: 'Command',
  icon: iconOf('command'),
  also: ['help hotkeys keys'],
  near: 2,
  weight: 1,
}

/** Names of a place that the palette can ask for. */
const choosable = ['orgId', 'groupId', 'clusterName']

const scopeAt = ({ groupId, clusterName, orgId }: Place): Scope =>
  groupId && clusterName
    ? { kind: 'cluster', groupId, clusterName }
    : groupId
      ? { kind: 'project', groupId }
      : orgId
        ? { kind: 'organization', orgId }
        : { kind: 'console' }

/** The page with the form of a command: the most special one that the command's input and the place can name. */
function pageFor({ id, fields }: Listed, known: Place): Page | undefined {
  const resource = id.split('.', 1)[0] ?? ''
  const shown = Object.entries<Page>(pages)
    .filter(([name, page]) => isShownOn(resource, name, page))
    .map(([, page]) => page)
    .filter(({ at }) => namesIn(at).every((name) => name in known || choosable.includes(name)))
  const fitting = shown.filter(({ at }) => namesIn(at).every((name) => fields.includes(name)))
  const by = (a: Page, b: Page) => namesIn(a.at).length - namesIn(b.at).length
  return fitting.toSorted(by).at(-1) ?? shown.toSorted(by)[0]
}

const kindOf = (names: readonly string[]): Choice['of'] =>
  names.includes('clusterName') ? 'cluster' : names.includes('groupId') ? 'project' : 'organization'

function commandItem(op: Listed, me: Me, known: Place, offline: boolean): Item[] {
  const page = pageFor(op, known)
  if (!page) return []
  const names = namesIn(page.at)
  const missing = names.filter((name) => !(name in known))
  const whyNotAt = (place: Place, now: Me) =>
    whyNot({ kind: op.kind, roles: op.needs, title: op.title }, rolesIn(now, scopeAt(place)))
  const href = (place: Place) =>
    opening(
      fill(
        page.at,
        names.map((name) => place[name] ?? ''),
      ),
      op.id,
    )
  const common = {
    id: `command ${op.id}`,
    name: op.title,
    label: 'Command',
    icon: iconOf('command'),
    also: [op.id, commandWords[op.id] ?? ''],
    weight: 6,
  }
  const anywhere = op.mine ? undefined : whyNot({ ...op, roles: op.needs }, me.roles)
  if (missing.length === 0) {
    const here = Object.fromEntries(names.map((name) => [name, known[name] ?? '']))
    const refused = offline ? OFFLINE : whyNotAt(here, me)
    return [{ ...common, where: page.label ?? '', near: 1, href: href(known), refused }]
  }
  const choose: Choice = {
    of: kindOf(missing),
    title: op.title,
    href: (place) => href({ ...known, ...place }),
    whyNot: whyNotAt,
  }
  return [{ ...common, where: page.label ?? '', choose, refused: offline ? OFFLINE : anywhere }]
}

/** Every command with a form on a page, from the descriptions of the operations. */
export function commands(
  ops: readonly Listed[],
  me: Me,
  pathname: string,
  offline: boolean,
): Item[] {
  const { place = {} } = pageAt(pathname) ?? {}
  const project = me.projects.find((p) => p.groupId === place.groupId)
  const known: Place = { ...(project ? { orgId: project.orgId } : {}), ...place }
  return ops
    .filter(({ kind, internal }) => kind === 'command' && !internal)
    .flatMap((op) => commandItem(op, me, known, offline))
}

/** Operations of Atlas that Gatehouse has no page for are in the API explorer. */
export const explorerItems = (
  operations: ReadonlyArray<{ id: string; title: string; method: string; path: string }>,
): Item[] =>
  operations.map(({ id, title, method, path }) => ({
    id: routes.atlasOperation(id),
    href: routes.atlasOperation(id),
    name: title,
    where: `${method} ${path}`,
    label: 'Atlas operation',
    icon: iconOf('explorer'),
    also: [id, commandWords[id] ?? ''],
    weight: 8,
  }))

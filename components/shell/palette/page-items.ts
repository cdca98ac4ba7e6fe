import type { Me } from '@/lib/client/use-me'
import { match, wordsOf } from '@/lib/format/rank'
import { lowerFirst } from '@/lib/format/words'
import { contact } from '@/lib/ops/contact'
import { peopleOf } from '@/lib/ops/roles'
import { namesIn } from '@/lib/page-at'
import { type Page, type PageName, pages } from '@/lib/pages'
import { fill } from '@/lib/routes'
import { iconOf } from './icon-of'
import type { Choice, Item } from './item'
import { pageWords } from './words'

type Place = Readonly<Record<string, string>>

const labeled = Object.entries<Page>(pages).filter(([, { label }]) => label)
/** Pages that need exactly these names. */
const withNames = (...names: string[]) =>
  labeled.filter(([, { at }]) => namesIn(at).join() === names.join())

const inProject = withNames('groupId')
const inCluster = withNames('groupId', 'clusterName')
const inOrg = withNames('orgId')
const inConsole = withNames().filter(([name]) => name !== 'signIn' && name !== 'noRole')

/** Roles of the whole console, for pages about all of it. */
const whyNoPage = ({ only, label = '' }: Page, me: Me): string | undefined =>
  only && !me.roles.includes(only)
    ? `Only ${lowerFirst(peopleOf([only]))} can open ${label}. Ask ${contact()} for the role.`
    : undefined

const lineOf = ([name, page]: [string, Page]) => ({
  name: page.label ?? '',
  label: 'Page',
  icon: iconOf(name),
  also: [pageWords[name as PageName] ?? ''],
})

function itemOf(page: [string, Page], values: string[], more: Partial<Item>): Item {
  const href = fill(page[1].at, values)
  return { ...lineOf(page), id: href, href, weight: 3, ...more }
}

const toChoose =
  (of: Choice['of']) =>
  (page: [string, Page]): Item => {
    const { at, label = '' } = page[1]
    return {
      ...lineOf(page),
      id: `choose ${at}`,
      where: `of a ${of}`,
      weight: 7,
      choose: {
        of,
        title: label,
        href: (place) =>
          fill(
            at,
            namesIn(at).map((name) => place[name] ?? ''),
          ),
        whyNot: () => undefined,
      },
    }
  }

/** Pages of a project or a cluster while the person is in none: the palette asks which one. */
export const pagesToChoose = ({ groupId, clusterName }: Place): Item[] => [
  ...(groupId ? [] : inProject.map(toChoose('project'))),
  ...(clusterName ? [] : inCluster.map(toChoose('cluster'))),
]

/** The pages of the current cluster, project and organization, and of the console. */
export function pagesHere(me: Me, { groupId, clusterName, orgId }: Place): Item[] {
  const project = me.projects.find((p) => p.groupId === groupId)
  const org = me.organizations.find((o) => o.orgId === (orgId ?? project?.orgId))
  return [
    ...(groupId && clusterName
      ? inCluster.map((page) =>
          itemOf(page, [groupId, clusterName], { where: clusterName, near: 0 }),
        )
      : []),
    ...(groupId && project
      ? inProject.map((page) => itemOf(page, [groupId], { where: project.name, near: 1 }))
      : []),
    ...(org && orgId
      ? inOrg.map((page) => itemOf(page, [org.orgId], { where: org.name, near: 1 }))
      : []),
    ...inConsole.map((page) => itemOf(page, [], { near: 2, refused: whyNoPage(page[1], me) })),
    ...(org && !orgId
      ? inOrg.map((page) => itemOf(page, [org.orgId], { where: org.name, near: 2 }))
      : []),
  ]
}

/** Projects whose pages one search offers. */
const MOST_PROJECTS = 20

/** Pages elsewhere, for a search that names the place and the page: `payments alerts`. */
export function pagesElsewhere(me: Me, typed: string): Item[] {
  const words = wordsOf(typed)
  const orgs = me.organizations.flatMap((org) =>
    inOrg.map((page) => itemOf(page, [org.orgId], { where: org.name })),
  )
  if (words.length < 2) return orgs
  const named = me.projects.filter(({ name }) =>
    words.some((word) => (match(word, name) ?? 9) <= 2),
  )
  return [
    ...orgs,
    ...named
      .slice(0, MOST_PROJECTS)
      .flatMap((p) => inProject.map((page) => itemOf(page, [p.groupId], { where: p.name }))),
  ]
}

/** Projects and organizations. `to` says where one leads. */
export function placeItems(
  me: Me,
  to: { project: (groupId: string) => string; organization: (orgId: string) => string },
): Item[] {
  const orgName = new Map(me.organizations.map((o) => [o.orgId, o.name]))
  return [
    ...me.projects.map((p) => ({
      id: to.project(p.groupId),
      href: to.project(p.groupId),
      name: p.name,
      where: orgName.get(p.orgId) ?? p.orgId,
      label: 'Project',
      icon: iconOf('project'),
      also: [p.groupId],
      weight: 0,
      isProduction: p.environment === 'production',
    })),
    ...me.organizations.map((o) => ({
      id: to.organization(o.orgId),
      href: to.organization(o.orgId),
      name: o.name,
      label: 'Organization',
      icon: iconOf('organization'),
      also: [o.orgId],
      weight: 2,
    })),
  ]
}

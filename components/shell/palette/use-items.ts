'use client'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { useOffline } from '@/lib/client/online'
import { orgOf } from '@/lib/client/place-in-path'
import { recentPlaces } from '@/lib/client/recent-places'
import { type Me, useMe } from '@/lib/client/use-me'
import { read } from '@/lib/client/use-op'
import { pasted, unquoted, withoutPassword } from '@/lib/format/pasted-id'
import { auditChoices } from '@/lib/ops/audit'
import { listAtlasOperations } from '@/lib/ops/explorer'
import { type Found, findByName, type Here } from '@/lib/ops/find'
import { listOps } from '@/lib/ops/operations'
import { pageAt, samePageIn, samePageOf } from '@/lib/page-at'
import { routes } from '@/lib/routes'
import { best } from './best'
import {
  commands,
  commandsOnPage,
  explorerItems,
  helpItem,
  linkItem,
  signOutItem,
} from './command-items'
import { iconOf } from './icon-of'
import type { Choice, Item } from './item'
import { pagesElsewhere, pagesHere, pagesToChoose, placeItems } from './page-items'
import { questionItems } from './question-items'

export type Group = { heading: string; items: readonly Item[] }

const MOST_RECENT = 7
const FIRST_PROJECTS = 30

/** Commands weigh 6. There are many restore jobs, and their names begin like the command. */
const weights: Readonly<Record<string, number>> = {
  Project: 0,
  Cluster: 1,
  Organization: 2,
  Check: 2,
  'Restore job': 7,
}

const itemOf = ({ href, name, where, label, page, environment, also }: Found): Item => ({
  id: href,
  href,
  name,
  where,
  label,
  icon: iconOf(page),
  also: [where, also ?? ''],
  weight: weights[label] ?? 4,
  isProduction: environment === 'production',
})

/** Where the person is, for what is near to come first. */
function hereOf(pathname: string, me: Me | undefined): Here {
  const { place = {} } = pageAt(pathname) ?? {}
  const { groupId, clusterName } = place
  const orgId = me?.projects.find((p) => p.groupId === groupId)?.orgId ?? orgOf(pathname)
  return {
    ...(orgId ? { orgId } : {}),
    ...(groupId ? { groupId } : {}),
    ...(clusterName ? { clusterName } : {}),
  }
}

/** Recent places that the person can still see. */
function recents(me: Me, pathname: string): Item[] {
  return recentPlaces(me.subject)
    .filter(({ href }) => href !== pathname)
    .filter(({ href }) => {
      const { groupId, orgId } = pageAt(href)?.place ?? {}
      return (
        pageAt(href) !== undefined &&
        (!groupId || me.projects.some((p) => p.groupId === groupId)) &&
        (!orgId || me.organizations.some((o) => o.orgId === orgId))
      )
    })
    .map(({ href, name, label }) => {
      const at = pageAt(href)
      const project = me.projects.find((p) => p.groupId === at?.place.groupId)
      const org = me.organizations.find((o) => o.orgId === at?.place.orgId)
      const where = [at?.place.clusterName, project?.name ?? org?.name]
      return {
        id: href,
        href,
        name,
        where: where.filter((one) => one && one !== name).join(' · '),
        label,
        icon: iconOf(at?.name ?? ''),
        isProduction: project?.environment === 'production',
      }
    })
}

/** What a chosen command can be for. */
function choices(choice: Choice, me: Me, clusters: readonly Found[]): Item[] {
  const all: Array<{ item: Item; place: Record<string, string> }> =
    choice.of === 'cluster'
      ? clusters.map((found) => ({
          item: itemOf(found),
          place: { groupId: found.groupId ?? '', clusterName: found.clusterName ?? '' },
        }))
      : placeItems(me, { project: (id) => id, organization: (id) => id })
          .filter(({ label }) => label.toLowerCase() === choice.of)
          .map((item) => ({
            item,
            place: { [choice.of === 'project' ? 'groupId' : 'orgId']: item.id },
          }))
  return all.map(({ item, place }) => ({
    ...item,
    id: `choice ${JSON.stringify(place)}`,
    href: choice.href(place),
    refused: choice.whyNot(place, me),
  }))
}

/** Everything that the palette shows for a text. */
export function useItems(
  typed: string,
  pathname: string,
  { isSwitch, choice }: { isSwitch: boolean; choice: Choice | undefined },
) {
  const me = useMe()
  const offline = useOffline()
  const deferred = useDeferredValue(typed)
  const text = unquoted(withoutPassword(deferred)).slice(0, 2_000)
  const here = hereOf(pathname, me)
  const asksServer = choice ? choice.of === 'cluster' : !isSwitch && text.trim() !== ''
  const found = useQuery({
    ...read(findByName, {
      text,
      here,
      ...(choice?.of === 'cluster' ? { only: 'cluster' as const } : {}),
    }),
    enabled: asksServer,
    placeholderData: (before) => before,
    staleTime: 10_000,
  })
  const ops = useQuery({ ...read(listOps, {}), staleTime: 600_000, enabled: !isSwitch })
  const operations = useQuery({
    ...read(listAtlasOperations, {}),
    staleTime: 600_000,
    enabled: !isSwitch && text !== '',
  })
  const audited = useQuery({
    ...read(auditChoices, {}),
    staleTime: 600_000,
    enabled: !isSwitch && text !== '' && me?.roles.includes('auditor') === true,
  })
  // The buttons of the page as they are when the palette opens.
  const buttons = useMemo(
    () => (isSwitch ? [] : [...commandsOnPage(offline), linkItem]),
    [isSwitch, offline],
  )
  const isCurrent = !found.isPlaceholderData && found.data !== undefined
  const groups = useMemo((): Group[] => {
    if (!me) return []
    const recent = recents(me, pathname)
    const to = isSwitch
      ? {
          project: (id: string) => samePageIn(id, pathname),
          organization: (id: string) => samePageOf(id, pathname),
        }
      : { project: routes.clusters, organization: routes.federation }
    const places = placeItems(me, to)
    const listed = found.data?.data.results ?? []
    if (choice) {
      const all = choices(choice, me, listed)
      return [{ heading: '', items: text.trim() ? best(text, all, []) : all.slice(0, 200) }]
    }
    if (isSwitch) return switching(text, places, recent)
    const place = { ...pageAt(pathname)?.place }
    const near = pagesHere(me, place)
    const questions = questionItems(me, place, audited.data?.data.people ?? [])
    if (!text.trim())
      return withoutRepeats([
        { heading: 'Recent', items: recent.slice(0, MOST_RECENT) },
        { heading: 'History', items: questions.filter(({ refused }) => !refused) },
        { heading: 'On this page', items: buttons.filter(({ near: at }) => at === 0) },
        { heading: 'Pages', items: near },
        { heading: 'Projects', items: places.slice(0, FIRST_PROJECTS) },
      ])
    const exact = pasted(text) ? listed.map(itemOf) : []
    const all = [
      ...recent,
      ...listed.map(itemOf),
      ...places,
      ...near,
      ...questions,
      ...pagesElsewhere(me, text),
      ...pagesToChoose(place),
      helpItem,
      signOutItem,
      ...buttons,
      ...commands(ops.data?.data.results ?? [], me, pathname, offline),
      ...explorerItems((operations.data?.data.results ?? []).filter(({ own }) => own === null)),
    ]
    const rows = best(text, all, recent)
    return [
      {
        heading: '',
        items: [...exact, ...rows.filter(({ id }) => !exact.some((e) => e.id === id))],
      },
    ]
  }, [
    me,
    pathname,
    isSwitch,
    choice,
    text,
    found.data,
    ops.data,
    operations.data,
    audited.data,
    buttons,
    offline,
  ])
  return {
    groups,
    text,
    /** What the person typed for it. */
    typed: deferred,
    here,
    /** Results of the server for an earlier text are still shown. */
    isSearching: asksServer && !isCurrent && !found.error,
    error: asksServer ? found.error : null,
    isKnown: me !== undefined,
  }
}

/** Each item in the first group that has it. */
function withoutRepeats(groups: readonly Group[]): Group[] {
  const seen = new Set<string>()
  return groups.map(({ heading, items }) => ({
    heading,
    items: items.filter(({ id }) => !seen.has(id) && seen.add(id)),
  }))
}

function switching(text: string, places: readonly Item[], recent: readonly Item[]): Group[] {
  if (text.trim()) return [{ heading: '', items: best(text, places, recent) }]
  const isProject = ({ label }: Item) => label === 'Project'
  const visited = [...new Set(recent.flatMap(({ href = '' }) => pageAt(href)?.place.groupId ?? []))]
  const first = visited
    .slice(0, 5)
    .flatMap((id) => places.find(({ also }) => also?.includes(id)) ?? [])
    .map((item) => ({ ...item, id: `recent ${item.id}` }))
  return [
    { heading: 'Recent projects', items: first },
    { heading: 'Projects', items: places.filter(isProject) },
    { heading: 'Organizations', items: places.filter((one) => !isProject(one)) },
  ]
}

'use client'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { useAddress } from '@/lib/client/use-address'
import { useMe } from '@/lib/client/use-me'
import { type Reading, read } from '@/lib/client/use-op'
import { list } from '@/lib/format/words'
import { listGuided } from '@/lib/ops/guided'
import { routes } from '@/lib/routes'
import { levelLooks, placeName } from '../blocks/finding-words'
import { useFindings } from '../blocks/use-findings'
import { Panel } from '../data/panel'
import { useHeld } from '../data/use-held'
import { EnvironmentBadge } from '../ui/badge'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Countdown } from '../ui/countdown'
import { Empty } from '../ui/empty'
import { Time } from '../ui/time'
import { findingItems, haltedItems, type Inbox, type Item, ownItems } from './attention'
import { envNameOf, type Filter, isInPlace } from './filter'
import { useFilter } from './use-filter'

/** Rows before a person asks for all. */
const FEW = 7

/** What needs attention: changes that stopped, incidents, requests to review, and what the checks found, worst first. */
export function Queue({ requests }: { requests: Reading<Inbox> }) {
  const { filter, isNarrowed, clear } = useFilter()
  const { get, set } = useAddress()
  const isAll = get('queue') === 'all'
  // A filter must reach what the first page leaves out.
  const { first, rows: findings, isReady, left } = useFindings(isAll || isNarrowed)
  const runs = useQuery(read(listGuided, {}))
  const me = useMe()
  const inPlace = useInPlace(filter)
  const all = useMemo(
    () =>
      [
        ...haltedItems(runs.data?.data.results ?? [], me),
        ...(requests.data ? ownItems(requests.data.data) : []),
        ...findingItems(findings, requests.data?.data.drift),
      ].filter(inPlace),
    [requests.data, findings, runs.data, me, inPlace],
  )
  const { shown: items, waiting, on } = useHeld(all, JSON.stringify([filter, isAll]))
  const shown = isAll ? items : items.slice(0, FEW)
  return (
    <Panel
      title={
        <>
          Needs attention{items.length > 0 && <Total n={items.length} isMore={left > 0} />}
          {waiting > 0 && <span className="ml-2 font-normal text-accent">{waiting} new</span>}
        </>
      }
      query={first}
      actions={
        <Link href={hrefOf(filter, findings)} className="text-accent text-sm hover:underline">
          All findings
        </Link>
      }
      skeletonRows={FEW}
      isEmpty={() => items.length === 0 && isReady}
      empty={
        isNarrowed ? (
          <Empty
            icon={<svg aria-hidden className="icon-[search-x]" />}
            title="Nothing matches these filters"
            action={<Button onClick={clear}>Clear filters</Button>}
          />
        ) : (
          <Empty
            icon={<svg aria-hidden className="icon-[circle-check-big]" />}
            title="Nothing needs attention"
            hint={<OnDuty who={requests.data?.data.onDuty ?? []} />}
          />
        )
      }
    >
      {() => (
        <>
          <ul aria-label="Needs attention" className="divide-y divide-line" {...on}>
            {shown.map((item) => (
              <Line key={item.id} item={item} />
            ))}
          </ul>
          {(items.length > FEW || isAll) && (
            <div className="flex flex-wrap items-center gap-x-3 border-line border-t px-2.5 py-1.5 text-muted text-xs">
              {items.length > FEW && (
                <Button
                  size="sm"
                  variant="quiet"
                  aria-expanded={isAll}
                  onClick={() => set({ queue: isAll ? null : 'all' })}
                >
                  {isAll ? 'Show fewer' : 'Show all'}
                </Button>
              )}
              {isAll && left > 0 && (
                <span>
                  The worst {findings.length.toLocaleString('en')} of{' '}
                  {(findings.length + left).toLocaleString('en')} findings are shown.
                </span>
              )}
            </div>
          )}
        </>
      )}
    </Panel>
  )
}

/** The findings with the same filter, as far as their table has it. */
function hrefOf(
  { text, level, check, org, env }: Filter,
  all: ReadonlyArray<{ check: string; checkLabel: string; orgId: string; orgName: string }>,
): string {
  const label = all.find((one) => one.check === check)?.checkLabel
  const name = all.find((one) => one.orgId === org)?.orgName
  return routes.findings({
    text,
    only: [
      ...(level && level !== 'unread' ? [`level:${levelLooks[level].word}`] : []),
      ...(label ? [`checkLabel:${label}`] : []),
      ...(name ? [`orgName:${name}`] : []),
      ...(env === 'Production' ? [`environment:${env}`] : []),
    ],
  })
}

/** Whether an item is in the filter. */
function useInPlace(filter: Filter) {
  const me = useMe()
  return useMemo(() => {
    const projects = new Map(me?.projects.map((p) => [p.groupId, p]))
    const orgIds = new Map(me?.organizations.map((o) => [o.name, o.orgId]))
    return (item: Item) => {
      if (filter.check && item.check !== filter.check) return false
      if (filter.level && item.level !== filter.level) return false
      const project = projects.get(item.groupId ?? '')
      const place = {
        name: item.groupName ?? item.orgName,
        orgId: item.orgId ?? project?.orgId ?? orgIds.get(item.orgName) ?? '',
        orgName: item.orgName,
        envName: project ? envNameOf(project) : '',
        tags: project?.tags ?? [],
      }
      return isInPlace(place, filter, `${item.what} ${item.kind}`)
    }
  }, [me, filter])
}

const Total = ({ n, isMore }: { n: number; isMore: boolean }) => (
  <span className="ml-2 font-normal text-muted tabular-nums">
    {n.toLocaleString('en')}
    {isMore && '+'}
  </span>
)

function Line({ item }: { item: Item }) {
  const { icon, text, word } = levelLooks[item.level]
  return (
    <li className="relative flex flex-wrap items-start gap-x-3 gap-y-1.5 px-4 py-2.5 hover:bg-hover">
      <svg aria-hidden className={cn(icon, text, 'mt-0.75 size-4 shrink-0')} />
      <div className="min-w-0 grow basis-60 max-sm:basis-[calc(100%-2rem)]">
        <p className="line-clamp-3 font-medium text-sm" title={item.what}>
          <span className="sr-only">{word}: </span>
          {item.what}
          {item.more > 0 && <span className="font-normal text-muted"> and {item.more} more</span>}
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 gap-y-0.5 text-muted text-xs">
          <span className="max-sm:basis-full">{item.kind}</span>
          <span aria-hidden className="max-sm:hidden">
            ·
          </span>
          <span className="min-w-0 break-words">{placeName(item)}</span>
          {item.environment === 'production' && <EnvironmentBadge environment="production" />}
          <span className="sm:hidden">
            <When item={item} />
          </span>
        </p>
      </div>
      <span className="relative z-1 shrink-0 pt-1 text-right text-muted text-xs max-sm:hidden">
        <When item={item} />
      </span>
      <Link
        href={item.href}
        aria-label={`${item.action}: ${item.what}`}
        className="inline-flex h-7 shrink-0 items-center justify-center whitespace-nowrap rounded-md border border-line bg-surface px-2 font-medium text-xs after:absolute after:inset-0 hover:bg-hover max-sm:ml-7 sm:min-w-26 pointer-coarse:h-10"
      >
        {item.action}
      </Link>
    </li>
  )
}

/** Since when, or how long there is to decide. */
const When = ({ item }: { item: Item }) =>
  item.due ? (
    <Countdown to={item.due} what={item.what} over="Overdue" className="font-normal" />
  ) : (
    <Time at={item.since} />
  )

const OnDuty = ({ who }: { who: readonly string[] }) => (
  <>
    New requests, incidents and findings appear here.
    {who.length > 0 && <> Approvers: {list(who)}.</>}
  </>
)

'use client'
import { useMemo } from 'react'
import { useAddress } from '@/lib/client/use-address'
import type { Reading } from '@/lib/client/use-op'
import { count, countOf } from '@/lib/format/words'
import type { Fleet, FleetCheck } from '@/lib/ops/fleet'
import { Panel } from '../data/panel'
import { useHeld } from '../data/use-held'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { cn } from '../ui/cn'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { SkeletonRows } from '../ui/skeleton'
import { isShown, orgRow, projectRow, type Row, sorted } from './filter'
import { useFilter } from './use-filter'

const Grid = lazyComponent(() => import('./grid-or-cards').then((m) => m.GridOrCards), {
  soon: true,
  loading: <SkeletonRows rows={12} />,
})

const views = ['projects', 'organizations'] as const
type View = (typeof views)[number]
const perOf = { projects: 'project', organizations: 'organization' } as const

/** Every project or organization by every check. */
export function Posture({ fleet }: { fleet: Reading<Fleet> }) {
  const { get, set } = useAddress()
  const { filter } = useFilter()
  const only = fleet.data?.data.checks.find(({ id }) => id === filter.check)
  const usual: View = only?.per === 'organization' ? 'organizations' : 'projects'
  const view = views.find((one) => one === get('view')) ?? usual
  return (
    <Panel
      title={
        <Views
          view={view}
          fleet={fleet.data?.data}
          onView={(next) => set({ view: next === usual ? null : next, sort: null })}
        />
      }
      query={fleet}
      skeletonRows={12}
      className="print:hidden"
      isEmpty={(data) => data.projects.length === 0}
      empty={
        <Empty
          title="No projects"
          hint="Your roles don’t cover any project. Ask a Gatehouse admin which group you need."
        />
      }
    >
      {(data) => <Filtered data={data} view={view} />}
    </Panel>
  )
}

function Filtered({ data, view }: { data: Fleet; view: View }) {
  const { filter, clear } = useFilter()
  const { get, set } = useAddress()
  const sort = get('sort') ?? ''
  const { checks } = data
  const all = useMemo<Row[]>(
    () => (view === 'projects' ? data.projects.map(projectRow) : data.organizations.map(orgRow)),
    [data, view],
  )
  const ordered = useMemo(
    () =>
      sorted(
        all.filter((row) => isShown(row, filter, checks)),
        sort,
        checks,
      ),
    [all, filter, sort, checks],
  )
  const { shown: rows, on } = useHeld(ordered, JSON.stringify([view, filter, sort]))
  const columns = useMemo(() => columnsOf(checks, view, filter.check), [checks, view, filter.check])
  return (
    <>
      <Progress rows={all} view={view} />
      {rows.length === 0 ? (
        <Empty
          icon={<svg aria-hidden className="icon-[search-x]" />}
          title="No matches"
          hint={`None of the ${count(all.length, perOf[view])} match these filters.`}
          action={<Button onClick={clear}>Clear filters</Button>}
        />
      ) : (
        <div {...on}>
          <Grid
            what={view}
            rows={rows}
            columns={columns}
            level={filter.level}
            sort={sort}
            onSort={(by) => set({ sort: by })}
          />
        </div>
      )}
      <p role="status" className="sr-only">
        {countOf(rows.length, all.length, view)}
      </p>
    </>
  )
}

/** The columns of a view by group, each with its index in the cells of a row. With a filter by check, only that one. */
const columnsOf = (checks: readonly FleetCheck[], view: View, only: string) =>
  [
    ...Map.groupBy(
      checks
        .map((check, index) => ({ check, index }))
        .filter(({ check }) => check.per === perOf[view] && (!only || check.id === only)),
      ({ check }) => check.group,
    ).values(),
  ].flat()

const isPending = ({ cells }: Row) => cells.some((cell) => cell?.state === 'pending')
const unread = ({ cells }: Row) => cells.find((cell) => cell?.state === 'unread')

/** How far the first collection is, and what could not be read. */
function Progress({ rows, view }: { rows: readonly Row[]; view: View }) {
  const pending = rows.filter(isPending).length
  const failed = rows.filter(unread)
  const why = failed[0] && unread(failed[0])?.why
  if (pending === 0 && failed.length === 0) return null
  const cells = rows.flatMap((row) => row.cells.filter((cell) => cell !== null))
  const read = cells.filter(({ state }) => state !== 'pending').length
  return (
    <div className="grid gap-2 border-line border-b px-4 py-2.5">
      {pending > 0 && (
        <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <span>
            Reading {count(rows.length, perOf[view])}: {Math.floor((100 * read) / cells.length)}%
            done
          </span>
          <progress
            aria-label="Read so far"
            max={cells.length}
            value={read}
            className="h-1 min-w-24 max-w-60 grow appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent-solid [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent-solid"
          />
          <span className="text-muted text-xs">
            Gatehouse reads Atlas at a limited rate. Results appear as they arrive.
          </span>
        </div>
      )}
      {failed.length > 0 && (
        <Banner
          tone="warn"
          title={`${count(failed.length, perOf[view])} not fully read`}
          className={cn(pending > 0 && 'mt-1')}
        >
          {why} Other results are complete.
        </Banner>
      )}
    </div>
  )
}

/** Projects or organizations, each with how many there are. */
function Views({
  view,
  fleet,
  onView,
}: {
  view: View
  fleet: Fleet | undefined
  onView: (view: View) => void
}) {
  return (
    <span className="-ml-2 flex gap-1">
      {views.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === view}
          onClick={() => onView(one)}
          className={cn(
            'h-8 rounded-md px-2 font-semibold text-base first-letter:uppercase pointer-coarse:h-10',
            one === view ? 'text-text' : 'text-faint hover:text-text',
          )}
        >
          <span className="inline-block first-letter:uppercase">{one}</span>
          {fleet && (
            <span className="ml-1.5 font-normal text-muted tabular-nums">
              {fleet[one].length.toLocaleString('en')}
            </span>
          )}
        </button>
      ))}
    </span>
  )
}

'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { callServer } from '@/lib/client/call-server'
import type { HistoryInput } from '@/lib/client/history-of'
import { type Reading, retries } from '@/lib/client/use-op'
import type { OpError } from '@/lib/ops/failure'
import { type HistoryEntry, listHistory } from '@/lib/ops/history'
import { column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { FailureDetails } from '../data/failure-details'
import { Panel } from '../data/panel'
import { TargetText } from '../data/target-text'
import { Badge } from '../ui/badge'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Empty } from '../ui/empty'
import { lazyComponent } from '../ui/lazy-component'
import { makers, outcomeIn } from './history-words'

const HistoryDialog = lazyComponent(() => import('./history-dialog').then((m) => m.HistoryDialog))

type Page = z.output<typeof listHistory.output>

const c = column<HistoryEntry>()
const columns = [
  c.time('time', 'Time', { width: '7rem' }),
  c.text('what', 'Change', { width: '28%' }),
  c.custom(
    ['by', ({ by }) => makers[by].name],
    'Made with',
    ({ by }) => <Badge tone={makers[by].tone}>{makers[by].name}</Badge>,
    { choices: true },
  ),
  c.text('actor', 'Who'),
]
const after = c.text(['outcome', outcomeIn], 'Outcome')

/** The pages as one. An entry at the border of two pages is in both. */
function joined(pages: ReadonlyArray<Answer<Page>>): Answer<Page> {
  const newest = pages[0]
  const oldest = pages.at(-1)
  if (!newest || !oldest) throw new Error('An answer has at least one page')
  const misfit = pages.find((p) => p.misfit)
  if (misfit) return misfit
  const all = new Map(pages.flatMap((p) => p.data.results.map((one) => [one.id, one] as const)))
  const gaps = [...new Set(pages.flatMap((p) => p.data.gaps))]
  const problem = pages.find((p) => p.data.problem)?.data.problem ?? null
  return { ...newest, data: { results: [...all.values()], next: oldest.data.next, problem, gaps } }
}

const emptyTitle = (hasMore: boolean, hasProblem: boolean) => {
  if (hasProblem) return 'No changes made with Gatehouse'
  return hasMore ? 'No changes among the newest events' : 'No changes recorded'
}

/** Who changed what and when: the audit log and Atlas's events as one list. */
export function History({
  input,
  title = 'History',
  actions,
  onClose,
}: {
  input: HistoryInput
  title?: string
  actions?: ReactNode
  onClose?: () => void
}) {
  const [shown, setShown] = useState<HistoryEntry>()
  const query = useInfiniteQuery<
    Answer<Page>,
    OpError,
    Answer<Page>,
    unknown[],
    string | undefined
  >({
    queryKey: [listHistory.id, 'pages', input],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      callServer(listHistory, { ...input, ...(pageParam ? { until: pageParam } : {}) }, { signal }),
    getNextPageParam: (last) => (last.misfit ? undefined : (last.data.next ?? undefined)),
    select: ({ pages }) => joined(pages),
    ...retries,
  })
  const { groupId } = input
  const target = c.custom(
    'target',
    'Target',
    (entry) =>
      entry.target === null ? (
        none
      ) : (
        <span className="break-words">
          <TargetText target={entry.target} groupId={groupId} withLinks />
        </span>
      ),
    { width: '22%' },
  )
  const view = c.actions((entry) => (
    <Button
      size="sm"
      variant="quiet"
      aria-label={`View ${entry.what}`}
      onClick={() => setShown(entry)}
    >
      View
    </Button>
  ))
  return (
    <>
      <Panel
        title={title}
        query={query as unknown as Reading<Page>}
        skeletonRows={6}
        actions={
          (actions || onClose) && (
            <>
              {actions}
              {onClose && (
                <Button size="sm" variant="quiet" onClick={onClose}>
                  Hide history
                </Button>
              )}
            </>
          )
        }
        isEmpty="never"
      >
        {({ results, next, problem, gaps }) => (
          <>
            {problem && (
              <div className="p-3">
                <Banner tone="warn" title="Atlas’s events are missing">
                  {problem.message} Only changes made with Gatehouse are shown.
                  <FailureDetails failure={problem} />
                </Banner>
              </div>
            )}
            {results.length === 0 ? (
              <Empty
                title={emptyTitle(next !== null, problem !== null)}
                icon={<svg aria-hidden className="icon-[rotate-ccw-clock]" />}
                {...(next ? { hint: 'Older events may have some.' } : {})}
              />
            ) : (
              <DataTable
                name="history"
                what="changes"
                rows={results}
                columns={[
                  ...columns,
                  target,
                  // Atlas's events have none.
                  ...(results.some((one) => outcomeIn(one) !== null) ? [after] : []),
                  view,
                ]}
                rowId={({ id }) => id}
              />
            )}
            {(next || gaps.length > 0) && (
              <div className="grid justify-items-start gap-2 border-line border-t px-4 py-3">
                {next && (
                  <Button
                    pending={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    {query.isFetchingNextPage ? 'Loading…' : 'Load older changes'}
                  </Button>
                )}
                {gaps.map((gap) => (
                  <p key={gap} className="text-muted text-xs">
                    {gap}
                  </p>
                ))}
              </div>
            )}
          </>
        )}
      </Panel>
      {shown && (
        <HistoryDialog entry={shown} groupId={groupId} onClose={() => setShown(undefined)} />
      )}
    </>
  )
}

'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { callServer } from '@/lib/client/call-server'
import { type Reading, retries } from '@/lib/client/use-op'
import { EVENTS_PER_PAGE, listOrgEvents, listProjectEvents } from '@/lib/ops/events'
import type { OpError } from '@/lib/ops/failure'

type Page = z.output<typeof listProjectEvents.output>
export type Place = { groupId: string } | { orgId: string }
type Filter = Omit<z.input<typeof listProjectEvents.input>, 'groupId'>

const load = (place: Place, filter: Filter, signal: AbortSignal) =>
  'groupId' in place
    ? callServer(listProjectEvents, { ...place, ...filter }, { signal })
    : callServer(listOrgEvents, { ...place, ...filter }, { signal })

/** The pages as one. An event that moved to a later page while loading is shown once. */
function joined(pages: readonly Answer<Page>[]): Answer<Page> {
  const newest = pages[0]
  if (!newest) throw new Error('An answer has at least one page')
  const misfit = pages.find((p) => p.misfit)
  if (misfit) return misfit
  const events = new Map(pages.flatMap((p) => p.data.results.map((e) => [e.id, e] as const)))
  return {
    ...newest,
    data: { ...newest.data, results: [...events.values()] },
    oddRows: pages.flatMap((p) => p.oddRows ?? []),
    oddParts: pages.flatMap((p) => p.oddParts ?? []),
  }
}

/** Events, newest first. `query` has `fetchNextPage` for older ones. */
export function useEvents(place: Place, filter: Filter) {
  const query = useInfiniteQuery<Answer<Page>, OpError, Answer<Page>, unknown[], number>({
    // Not the key of a plain read, whose cached answer is one page.
    queryKey: [('groupId' in place ? listProjectEvents : listOrgEvents).id, 'pages', place, filter],
    initialPageParam: 1,
    queryFn: ({ pageParam, signal }) => load(place, { ...filter, pageNum: pageParam }, signal),
    getNextPageParam: (last, _, pageNum) =>
      !last.misfit && last.data.results.length + (last.oddRows?.length ?? 0) >= EVENTS_PER_PAGE
        ? pageNum + 1
        : undefined,
    select: ({ pages }) => joined(pages),
    ...retries,
  })
  return { query, reading: query as unknown as Reading<Page> }
}

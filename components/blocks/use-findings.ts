import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { z } from 'zod'
import type { Answer } from '@/lib/client/answer'
import { read } from '@/lib/client/use-op'
import { type Finding, type FleetFix, listFindings, MAX_FINDINGS } from '@/lib/ops/fleet'

/** Answers of the longest size that are read for one table. */
const MOST_PAGES = 10

type Page = z.output<typeof listFindings.output>

/** One function, whose results are kept: another one in each render gives other arrays. */
const together = (all: ReadonlyArray<{ data: Answer<Page> | undefined }>) => ({
  answers: all.flatMap(({ data }) => data?.data ?? []),
  isReady: all.every(({ data }) => data !== undefined),
})

/**
 * All findings of the reader: the first page at once, then the others, if `isAllWanted`. `left` are not read, or too many to
 * show.
 */
export function useFindings(isAllWanted = true) {
  const first = useQuery(read(listFindings, {}))
  const total = first.data?.data.totalCount ?? 0
  const isAll = !isAllWanted || total <= (first.data?.data.results.length ?? 0)
  const pages = isAll ? 0 : Math.min(Math.ceil(total / MAX_FINDINGS), MOST_PAGES)
  const rest = useQueries({
    queries: Array.from({ length: pages }, (_, at) =>
      read(listFindings, { limit: MAX_FINDINGS, offset: at * MAX_FINDINGS }),
    ),
    combine: together,
  })
  const { answers, isReady } = rest
  const own = first.data?.data
  return useMemo(() => {
    const shown = answers.length > 0 && isReady ? answers : own ? [own] : []
    // Findings move between pages when some appear or go.
    const rows = new Map<string, Finding>()
    const fixes = new Map<string, FleetFix>()
    for (const { results, fixes: some } of shown) {
      for (const one of results) rows.set(one.id, one)
      for (const one of some) fixes.set(one.op, one)
    }
    return { first, rows: [...rows.values()], fixes, isReady, left: Math.max(0, total - rows.size) }
  }, [first, own, answers, isReady, total])
}

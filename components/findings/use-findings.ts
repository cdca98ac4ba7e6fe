import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { read } from '@/lib/client/use-op'
import { type Finding, type FleetFix, listFindings, MAX_FINDINGS } from '@/lib/ops/fleet'

/** Answers of the longest size that are read for one table. */
const MOST_PAGES = 10

/** All findings of the reader: the first page at once, then the others. `left` are too many to show. */
export function useFindings() {
  const first = useQuery(read(listFindings, {}))
  const total = first.data?.data.totalCount ?? 0
  const isAll = total <= (first.data?.data.results.length ?? 0)
  const pages = isAll ? 0 : Math.min(Math.ceil(total / MAX_FINDINGS), MOST_PAGES)
  const rest = useQueries({
    queries: Array.from({ length: pages }, (_, at) =>
      read(listFindings, { limit: MAX_FINDINGS, offset: at * MAX_FINDINGS }),
    ),
    combine: (all) => ({
      answers: all.flatMap(({ data }) => data?.data ?? []),
      isReady: all.every(({ data }) => data !== undefined),
    }),
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

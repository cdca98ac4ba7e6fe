import { inSlices } from '@/lib/client/in-slices'
import type { Column } from './columns'
import { type Keyed, matcher, type Picking, sorter } from './pick-rows'

/** How many rows one task sorts at once. */
const RUN = 200

/** The same as `pickRows`, in short tasks. Once the signal is aborted, the result is of no use. */
export async function pickSlowly<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  picking: Picking,
  signal: AbortSignal,
): Promise<readonly R[]> {
  const matches = matcher(columns, picking)
  const order = sorter(columns, picking)
  const kept: R[] = []
  const keyed: Keyed<R>[] = []
  await inSlices(rows, signal, (row) => {
    if (matches?.(row) === false) return
    if (order) keyed.push(order.keyed(row))
    else kept.push(row)
  })
  if (!order) return kept
  const sorted = await sortSlowly(keyed, order.compare, signal)
  return sorted.map(([, row]) => row)
}

/** Sorts short runs, then merges neighbors until one is left. Equal items keep their order. */
async function sortSlowly<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const starts = Array.from({ length: Math.ceil(items.length / RUN) }, (_, at) => at * RUN)
  let runs: T[][] = []
  await inSlices(starts, signal, (at) => {
    runs.push(items.slice(at, at + RUN).sort(compare))
  })
  while (runs.length > 1 && !signal.aborted) {
    const merged: T[][] = []
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], compare, signal))
    runs = merged
  }
  return runs[0] ?? []
}

async function merge<T>(
  first: readonly T[],
  second: readonly T[],
  compare: (a: T, b: T) => number,
  signal: AbortSignal,
): Promise<T[]> {
  const merged: T[] = []
  let from = 0
  await inSlices(first, signal, (one) => {
    for (let other = second[from]; other !== undefined && compare(other, one) < 0; ) {
      merged.push(other)
      from += 1
      other = second[from]
    }
    merged.push(one)
  })
  return merged.concat(second.slice(from))
}

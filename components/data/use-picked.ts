import { startTransition, useEffect, useMemo, useState } from 'react'
import type { Column } from './columns'
import { type Picking, pickRows } from './pick-rows'

/** With more rows than this, sorting or searching them in one task would keep the browser from anything else. */
const MANY = 1_000

/** The matching rows, sorted. Of many rows the ones before stay until the new ones are worked out. */
export function usePicked<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  picking: Picking,
): readonly R[] {
  const { text, sort, only } = picking
  const isSlow = rows.length > MANY && (text !== '' || sort !== '' || only.length > 0)
  const [late, setLate] = useState(() => (isSlow ? pickRows(rows, columns, picking) : undefined))
  useEffect(() => {
    if (rows.length <= MANY) return
    const left = new AbortController()
    const { signal } = left
    const become = (picked: readonly R[] | undefined) => {
      if (!signal.aborted) startTransition(() => setLate(picked))
    }
    // Also before anything is picked, so that it is there by then.
    void import('./pick-slowly')
      .then(
        (m) => (isSlow ? m.pickSlowly(rows, columns, picking, signal) : undefined),
        () => (isSlow ? pickRows(rows, columns, picking) : undefined),
      )
      .then(become)
    return () => left.abort()
  }, [rows, columns, picking, isSlow])
  const now = useMemo(
    () => (isSlow ? undefined : pickRows(rows, columns, picking)),
    [rows, columns, picking, isSlow],
  )
  return now ?? late ?? rows
}

'use client'
import { type ReactNode, useEffect, useState } from 'react'
import type { Reading } from '@/lib/client/use-op'
import type { Failure } from '@/lib/ops/failure'

/** Longer than a read usually takes. */
const USUAL_MS = 3_000

const again: Partial<Record<Failure['kind'], string>> = {
  'atlas-down': 'Atlas returned an error. Trying again…',
  'slow-down': 'Atlas is limiting requests. Trying again…',
}

/** A read in progress. Says when a try has failed, and when it takes long. */
export function PanelWaiting<T>({ query, children }: { query: Reading<T>; children: ReactNode }) {
  const { failureReason, fetchStatus } = query
  const isFetching = fetchStatus === 'fetching'
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!isFetching) return
    const timer = setTimeout(() => setLate(true), USUAL_MS)
    return () => {
      clearTimeout(timer)
      setLate(false)
    }
  }, [isFetching])
  return (
    <>
      {/* Always rendered, so that screen readers announce changes. */}
      <p role="status" className="px-4 py-3 text-muted text-sm empty:hidden">
        {isFetching && failureReason
          ? (again[failureReason.kind] ?? 'Not loaded yet. Trying again…')
          : isLate && 'Atlas is slow to answer…'}
      </p>
      {children}
    </>
  )
}

'use client'
import { type ReactNode, useEffect, useState } from 'react'
import type { Reading } from '@/lib/client/use-op'
import type { Failure } from '@/lib/ops/failure'

/** Longer than a reading takes that needs no second try. */
const USUAL_MS = 3_000

const again: Partial<Record<Failure['kind'], string>> = {
  'atlas-down': 'Atlas did not answer as it should: trying again…',
  'slow-down': 'Atlas asks to slow down: trying again…',
}

/** A reading on its way: once a try has failed, or it takes long (the server tries again as well), that is said. */
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
      {/* Always there, so that a screen reader says what comes into it. */}
      <p role="status" className="px-4 py-3 text-muted text-sm empty:hidden">
        {isFetching && failureReason
          ? (again[failureReason.kind] ?? 'This could not be read yet: trying again…')
          : isLate && 'This takes longer than usual…'}
      </p>
      {children}
    </>
  )
}

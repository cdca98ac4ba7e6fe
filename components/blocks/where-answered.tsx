'use client'
import { type ReactNode, useState } from 'react'
import type { Reading } from '@/lib/client/use-op'
import { Button } from '../ui/button'

/** A section about something that Atlas has removed: shown where Atlas still answers, or when a person asks for it. */
export function WhereAnswered<T>({
  query,
  note,
  children,
}: {
  query: Reading<T>
  /** What was removed and when, until it is shown. */
  note: ReactNode
  children: ReactNode
}) {
  const [isAsked, setAsked] = useState(false)
  if (query.data || isAsked) return children
  if (query.isPending) return null
  return (
    <p className="flex flex-wrap items-center gap-x-2 px-1 text-muted text-sm">
      {note}
      <Button size="sm" variant="quiet" onClick={() => setAsked(true)}>
        Check Atlas
      </Button>
    </p>
  )
}

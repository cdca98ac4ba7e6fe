'use client'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { read } from '@/lib/client/use-op'
import { stillAnswers } from '@/lib/ops/console'
import { Button } from '../ui/button'

type Removed = { op: { id: string }; input: Record<string, unknown> }

/** Whether Atlas still answers a read that it has removed; undefined until known. */
export function useStillAnswers({ op, input }: Removed): boolean | undefined {
  const query = useQuery(read(stillAnswers, { op: op.id, input }))
  if (query.isPending) return undefined
  return !query.data?.misfit && query.data?.data.answers === true
}

/** A section about something that Atlas has removed: shown where Atlas still answers, or when a person asks for it. */
export function WhereAnswered({
  note,
  children,
  ...removed
}: Removed & {
  /** What was removed and when, until it is shown. */
  note: ReactNode
  children: ReactNode
}) {
  const [isAsked, setAsked] = useState(false)
  const answers = useStillAnswers(removed)
  if (answers || isAsked) return children
  if (answers === undefined) return null
  return (
    <p className="flex flex-wrap items-center gap-x-2 px-1 text-muted text-sm">
      {note}
      <Button size="sm" variant="quiet" onClick={() => setAsked(true)}>
        Check Atlas
      </Button>
    </p>
  )
}

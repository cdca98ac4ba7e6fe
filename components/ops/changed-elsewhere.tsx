'use client'
import { useQuery } from '@tanstack/react-query'
import type { OpError } from '@/lib/ops/failure'
import { FailureDetails } from '../data/failure-details'
import { JsonDiff } from '../data/json-diff'
import { sortedJson, withTextsRead } from '../data/json-text'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Skeleton } from '../ui/skeleton'
import { FailureNote } from './failure-note'

/** What a form or dialog was opened on, for commands whose `precondition` compares it with the current state. */
export type Opened = {
  /** Rereads the resource past the cache, in the shape of the input's `opened`. */
  reload: () => Promise<unknown>
  /** What is compared: `The connected organization`. */
  label?: string
}

/**
 * A conflict. If someone else changed the resource since the form was opened, shows the diff and a button to continue with
 * the current version.
 */
export function ChangedElsewhere({
  error,
  was,
  opened: { reload, label = 'Changes since you opened this' },
  onGoOn,
}: {
  error: OpError
  was: unknown
  opened: Opened
  onGoOn: (now: unknown) => void
}) {
  const now = useQuery({
    queryKey: ['changed elsewhere', error.failure.requestId ?? error.message],
    queryFn: async () => ({ value: await reload() }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
  const isOther = now.data && sortedJson(now.data.value) !== sortedJson(was)
  if (!isOther)
    return (
      <div className="grid grid-cols-1 gap-2">
        <FailureNote error={error} />
        {now.isPending && <Skeleton className="h-8 w-full" />}
        {now.data && (
          <p className="flex flex-wrap items-center gap-2 text-muted text-sm">
            Nothing changed since you opened this.
            <Button size="sm" pending={now.isFetching} onClick={() => void now.refetch()}>
              Check again
            </Button>
          </p>
        )}
      </div>
    )
  return (
    <Banner
      role="alert"
      tone="warn"
      title="Someone else changed this"
      actions={
        <>
          <Button variant="primary" size="sm" onClick={() => onGoOn(now.data.value)}>
            Continue with the current version
          </Button>
          <Button size="sm" pending={now.isFetching} onClick={() => void now.refetch()}>
            Check again
          </Button>
        </>
      }
    >
      <p className="mb-2">{error.message} Your changes are kept.</p>
      <div className="text-text">
        <JsonDiff from={withTextsRead(was)} to={withTextsRead(now.data.value)} label={label} />
      </div>
      <FailureDetails failure={error.failure} />
    </Banner>
  )
}

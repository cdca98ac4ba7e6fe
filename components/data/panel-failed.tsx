'use client'
import type { Reading } from '@/lib/client/use-op'
import { OpError } from '@/lib/ops/failure'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Age } from './age'
import { FailureDetails } from './failure-details'

const asFailure = (error: unknown) =>
  error instanceof OpError
    ? error.failure
    : { kind: 'bug' as const, message: 'This part of the page failed. Load the page again.' }

/** Nothing could be read: what happened, whom it concerns, and the way on. */
export function PanelFailed<T>({ query }: { query: Reading<T> }) {
  const failed = asFailure(query.error)
  const refused = failed.kind === 'not-allowed' || failed.kind === 'not-found'
  return (
    <div className="p-4">
      <Banner
        role="alert"
        tone={refused ? 'neutral' : 'bad'}
        title={
          failed.kind === 'not-allowed'
            ? 'Not yours to see'
            : failed.kind === 'not-found'
              ? 'Nothing here in your scope'
              : 'This could not be read'
        }
        actions={
          !refused && (
            <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
              Try again
            </Button>
          )
        }
      >
        {failed.message}
        <FailureDetails failure={failed} />
      </Banner>
    </div>
  )
}

/** It was read before but cannot be now: the old data stays, and says how old it is. */
export function PanelStale<T>({ query, asOf }: { query: Reading<T>; asOf: string }) {
  const failed = asFailure(query.error)
  return (
    <Banner
      tone="warn"
      role="status"
      className="m-3"
      title={
        <>
          What you see was <Age asOf={asOf} />
        </>
      }
      actions={
        <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
          Try again
        </Button>
      }
    >
      {failed.message}
      <FailureDetails failure={failed} />
    </Banner>
  )
}

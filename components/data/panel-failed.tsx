'use client'
import type { ReactNode } from 'react'
import type { Reading } from '@/lib/client/use-op'
import { type FailureKind, OpError } from '@/lib/ops/failure'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { Age } from './age'
import { FailureDetails } from './failure-details'

const asFailure = (error: unknown) =>
  error instanceof OpError
    ? error.failure
    : { kind: 'bug' as const, message: 'This part of the page failed. Reload the page.' }

/** For an operation that Atlas has removed, 404 means the same as 410. */
const isGone = ({ atlas }: OpError['failure'], isRemoved: boolean) =>
  atlas?.errorCode === 'VERSION_GONE' ||
  atlas?.status === 410 ||
  (isRemoved && atlas?.status === 404)

type Refusal = { title: string; isFinal: boolean }

const passing: Refusal = { title: 'Couldn’t load this', isFinal: false }
const refusals: Record<FailureKind, Refusal> = {
  'not-allowed': { title: 'Not allowed', isFinal: true },
  'not-found': { title: 'Not found', isFinal: true },
  'signed-out': passing,
  'step-up': passing,
  invalid: passing,
  'needs-approval': passing,
  conflict: passing,
  'slow-down': passing,
  'atlas-down': passing,
  'unknown-outcome': passing,
  unavailable: passing,
  offline: passing,
  bug: passing,
}

function refusalOf(failed: OpError['failure'], isRemoved: boolean): Refusal {
  if (isGone(failed, isRemoved))
    return { title: 'Atlas no longer offers this operation', isFinal: true }
  if (failed.kind === 'not-allowed' && failed.atlas)
    return { title: 'Gatehouse isn’t allowed to read this in Atlas', isFinal: false }
  return refusals[failed.kind]
}

/** The read failed: what happened, and what to do. */
export function PanelFailed<T>({ query, instead }: { query: Reading<T>; instead?: ReactNode }) {
  const failed = asFailure(query.error)
  const isRemoved = instead !== undefined
  const { title, isFinal } = refusalOf(failed, isRemoved)
  return (
    <div className="p-4">
      <Banner
        role="alert"
        tone={isFinal ? 'neutral' : 'bad'}
        title={title}
        actions={
          !isFinal && (
            <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
              Try again
            </Button>
          )
        }
      >
        {isGone(failed, isRemoved) && instead ? instead : failed.message}
        <FailureDetails failure={failed} />
      </Banner>
    </div>
  )
}

/** Atlas reports more rows than it returned. */
export function PanelIncomplete({ data }: { data: unknown }) {
  if (typeof data !== 'object' || data === null) return null
  if (!('incomplete' in data) || data.incomplete !== true) return null
  const read = 'results' in data && Array.isArray(data.results) ? data.results.length : 0
  const total = 'totalCount' in data && typeof data.totalCount === 'number' ? data.totalCount : 0
  return (
    <Banner tone="warn" role="status" className="m-3" title="Some rows are missing">
      {total > read
        ? `Atlas reports ${total} rows and returned ${read}.`
        : `Atlas has more than these ${read} rows.`}
    </Banner>
  )
}

/** A refresh failed: keeps the old data and shows its age. */
export function PanelStale<T>({ query, asOf }: { query: Reading<T>; asOf: string }) {
  const failed = asFailure(query.error)
  return (
    <Banner
      tone="warn"
      role="status"
      className="m-3"
      title={
        <>
          Out of date. <Age asOf={asOf} />
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

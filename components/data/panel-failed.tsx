'use client'
import type { ReactNode } from 'react'
import type { OddPart } from '@/lib/client/call-server'
import type { Reading } from '@/lib/client/use-op'
import { count } from '@/lib/format/words'
import { type FailureKind, OpError } from '@/lib/ops/failure'
import { Banner } from '../ui/banner'
import { Button } from '../ui/button'
import { lazyComponent } from '../ui/lazy-component'
import { Age } from './age'
import { FailureDetails } from './failure-details'

// Rarely needed, so loaded on demand.
const JsonView = lazyComponent(() => import('./json-view').then((m) => m.JsonView))

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

const passing: Refusal = { title: "Couldn't load this", isFinal: false }
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
    return { title: "Gatehouse isn't allowed to read this in Atlas", isFinal: false }
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

/** Atlas answered in an unexpected format: shows the raw answer. */
export function PanelMisfit({ data }: { data: unknown }) {
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <Banner title="Unexpected answer from Atlas" role="status">
        The full answer is below. Tell your Gatehouse admin if this keeps happening.
      </Banner>
      <JsonView value={data} label="Atlas's answer" />
    </div>
  )
}

/** Some rows are in an unexpected format: shows them raw, apart from the others. */
export function PanelOddRows({ rows }: { rows: readonly unknown[] }) {
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <Banner title={`${count(rows.length, 'row')} in an unexpected format`} role="status">
        Not shown in the list. The full rows are below.
      </Banner>
      <JsonView value={rows} label="Rows in an unexpected format" />
    </div>
  )
}

/** Some parts are in an unexpected format: shows them raw. */
export function PanelOddParts({ parts }: { parts: readonly OddPart[] }) {
  return (
    <div className="grid grid-cols-1 gap-3 p-4">
      <Banner
        title={`${count(parts.length, 'part')} of Atlas's answer can't be read`}
        role="status"
      >
        Shown as empty above. This is what Atlas sent.
      </Banner>
      <JsonView
        value={Object.fromEntries(parts.map(({ path, value }) => [path, value]))}
        label="Parts in an unknown format"
      />
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

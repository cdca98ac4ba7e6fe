'use client'
import { type ReactNode, useEffect, useId, useSyncExternalStore } from 'react'
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

/** The panels of the page with a failure, by what they say. The first one says it in full. */
const saidBy = new Map<string, readonly string[]>()
const onChanges = new Set<() => void>()
const subscribe = (onChange: () => void) => {
  onChanges.add(onChange)
  return () => onChanges.delete(onChange)
}
function setSaidBy(says: string, ids: readonly string[]) {
  saidBy.set(says, ids)
  for (const onChange of onChanges) onChange()
}

/** Whether another panel already says the same. */
function useIsSaid({ message, atlas }: OpError['failure']): boolean {
  const id = useId()
  const says = [message, atlas?.status, atlas?.errorCode].join()
  const ids = () => saidBy.get(says) ?? []
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ids` depends on `says` alone
  useEffect(() => {
    setSaidBy(says, [...ids(), id])
    return () =>
      setSaidBy(
        says,
        ids().filter((one) => one !== id),
      )
  }, [says, id])
  return useSyncExternalStore(
    subscribe,
    () => (ids()[0] ?? id) !== id,
    () => false,
  )
}

type Props<T> = {
  query: Reading<T>
  instead?: ReactNode
  /** When the data that the panel still shows was read. */
  asOf?: string
}

/**
 * What happened, and what to do. One component for panels with and without data, so that they appear together and the
 * first one on the page explains the failure.
 */
export const PanelFailed = <T,>({ query, instead, asOf }: Props<T>) =>
  asOf === undefined ? (
    <Unread query={query} instead={instead} />
  ) : (
    <OutOfDate query={query} asOf={asOf} />
  )

/** The read failed, and there is nothing to show. */
function Unread<T>({ query, instead }: Omit<Props<T>, 'asOf'>) {
  const failed = asFailure(query.error)
  const isRemoved = instead !== undefined
  const { title, isFinal } = refusalOf(failed, isRemoved)
  const isSaid = useIsSaid(failed)
  return (
    <div className="p-3">
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
        {isSaid ? (
          'For the same reason as another part of this page.'
        ) : (
          <>
            {isGone(failed, isRemoved) && instead ? instead : failed.message}
            <FailureDetails failure={failed} />
          </>
        )}
      </Banner>
    </div>
  )
}

/** A refresh failed: keeps the old data and shows its age. */
function OutOfDate<T>({ query, asOf }: { query: Reading<T>; asOf: string }) {
  const failed = asFailure(query.error)
  const isSaid = useIsSaid(failed)
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
      {!isSaid && (
        <>
          {failed.message}
          <FailureDetails failure={failed} />
        </>
      )}
    </Banner>
  )
}

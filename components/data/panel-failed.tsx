'use client'
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react'
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

/** The panels of the page with a failure, by what they say, from the top. The first one says it in full. */
const saidBy = new Map<string, readonly HTMLElement[]>()
const onChanges = new Set<() => void>()
const subscribe = (onChange: () => void) => {
  onChanges.add(onChange)
  return () => onChanges.delete(onChange)
}
function setSaidBy(says: string, panels: readonly HTMLElement[]) {
  saidBy.set(says, panels)
  for (const onChange of onChanges) onChange()
}

const fromTheTop = (a: HTMLElement, b: HTMLElement) =>
  a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1

/** Whether a panel above already says the same. The ref is for the panel's element. */
function useIsSaid({ message, atlas }: OpError['failure']) {
  const box = useRef<HTMLDivElement>(null)
  const says = [message, atlas?.status, atlas?.errorCode].join()
  useEffect(() => {
    const own = box.current
    if (!own) return
    const others = () => (saidBy.get(says) ?? []).filter((one) => one !== own)
    setSaidBy(says, [...others(), own].toSorted(fromTheTop))
    return () => setSaidBy(says, others())
  }, [says])
  const isSaid = useSyncExternalStore(
    subscribe,
    () => (saidBy.get(says)?.[0] ?? box.current) !== box.current,
    () => false,
  )
  return [box, isSaid] as const
}

type Props<T> = {
  query: Reading<T>
  instead?: ReactNode
  /** When the data that the panel still shows was read. */
  asOf?: string
  /** The panel has no border. */
  bare?: boolean | undefined
}

/** What happened, and what to do. The first panel on the page with this failure explains it. */
export function PanelFailed<T>({ query, instead, asOf, bare }: Props<T>) {
  const failed = asFailure(query.error)
  const isRemoved = instead !== undefined
  const refusal = refusalOf(failed, isRemoved)
  const [box, isSaid] = useIsSaid(failed)
  // What the panel still shows is out of date, for whatever reason.
  const isOld = asOf !== undefined
  const isFinal = refusal.isFinal && !isOld
  return (
    <div ref={box} data-failed className={bare ? 'mb-3' : 'p-3'}>
      <Banner
        role={isOld ? 'status' : 'alert'}
        tone={isOld ? 'warn' : isFinal || isSaid ? 'neutral' : 'bad'}
        title={
          isOld ? (
            <>
              Out of date. <Age asOf={asOf} />
            </>
          ) : (
            refusal.title
          )
        }
        actions={
          !isFinal && (
            <Button size="sm" pending={query.isFetching} onClick={() => void query.refetch()}>
              Try again
            </Button>
          )
        }
      >
        {isSaid ? (
          !isOld && 'For the same reason as above.'
        ) : (
          <>
            {!isOld && isGone(failed, isRemoved) && instead ? instead : failed.message}
            <FailureDetails failure={failed} />
          </>
        )}
      </Banner>
    </div>
  )
}

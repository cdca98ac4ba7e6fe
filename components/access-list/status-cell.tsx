'use client'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { Skeleton } from '../ui/skeleton'
import { StateBadge, statusStyles } from '../ui/state-badge'
import { Tooltip } from '../ui/tooltip'
import type { EntryState, States } from './states'

const styles = statusStyles({
  ACTIVE: ['Active', 'good'],
  PENDING: ['Pending', 'moving'],
  FAILED: ['Failed', 'bad'],
})

/** Whether Atlas has applied an entry. */
export function StatusCell({ states, value }: { states: States; value: string }) {
  const box = useRef<HTMLSpanElement>(null)
  const state = useSyncExternalStore(
    useCallback((listener) => states.subscribe(value, listener), [states, value]),
    () => states.get(value),
    () => undefined,
  )
  useEffect(() => (box.current ? states.watch(box.current, value) : undefined), [states, value])
  return (
    <span ref={box} className="inline-block min-w-14">
      <State state={state} onRetry={() => states.forget([value])} />
    </span>
  )
}

function State({ state, onRetry }: { state: EntryState | undefined; onRetry: () => void }) {
  // Rows off the screen are not read: their placeholders would move all the time.
  if (!state) return <Skeleton className="w-14 animate-none!" />
  const { status, why } = state
  if (status === null)
    return (
      <Tooltip content={`${why ?? 'The state could not be read.'} Press to try again.`}>
        <button
          type="button"
          onClick={onRetry}
          className="rounded-xs text-muted text-xs underline decoration-dotted underline-offset-3"
        >
          Unknown
        </button>
      </Tooltip>
    )
  return <StateBadge styles={styles} state={status} />
}

'use client'
import { type ReactNode, useState } from 'react'
import { announce } from '@/lib/client/announce'
import { useIsAwake } from '@/lib/client/use-now'
import type { Reading } from '@/lib/client/use-op'
import { cn } from '../ui/cn'
import { IconButton } from '../ui/icon-button'
import { lazyComponent } from '../ui/lazy-component'
import { useIsRepeated } from '../ui/page-title'
import { SkeletonRows } from '../ui/skeleton'
import { Age } from './age'
import { LifecycleNote } from './lifecycle-note'
import { PanelWaiting } from './panel-waiting'

// Rarely needed, so loaded on demand.
const PanelMisfit = lazyComponent(() => import('./panel-odd').then((m) => m.PanelMisfit))
const PanelOdd = lazyComponent(() => import('./panel-odd').then((m) => m.PanelOdd))
// Never in the server's HTML, and what failed may be the network.
const PanelFailed = lazyComponent(() => import('./panel-failed').then((m) => m.PanelFailed), {
  soon: true,
})

const isIncomplete = (data: unknown) =>
  typeof data === 'object' && data !== null && 'incomplete' in data

type Emptiness<T> =
  | { isEmpty: (data: T) => boolean; empty: ReactNode | ((data: T) => ReactNode) }
  /** For a panel about one resource, which exists or fails. */
  | { isEmpty: 'never'; empty?: undefined }

type Props<T> = {
  query: Reading<T>
  title?: ReactNode
  /** Buttons on the right of the header. */
  actions?: ReactNode
  /** Placeholder rows while loading, or a custom placeholder. */
  skeletonRows: number | ReactNode
  /** No border, for a panel inside another. */
  bare?: boolean
  /** Collapsed on phones until pressed. */
  folds?: boolean
  /** For an operation that Atlas has removed or will: what to say when it answers 404 or 410. */
  instead?: ReactNode
  className?: string
  children: (data: T, asOf: string) => ReactNode
} & Emptiness<T>

/**
 * Shows a query in each of its states: loading, empty, failed (with a retry), loaded, stale, and entirely or partly in an
 * unexpected format. It fails alone: the rest of the page keeps working.
 */
export function Panel<T>(props: Props<T>) {
  const { query, title, actions, skeletonRows, bare, folds, instead, className, children } = props
  const [isUnfolded, setUnfolded] = useState(false)
  const isRepeated = useIsRepeated(title)
  const answer = query.data
  // A part of the page that hydrated earlier may already be refetching.
  const isReading = useIsAwake() && query.isFetching

  const body = () => {
    if (answer === undefined) {
      if (query.isError) return <PanelFailed query={query} instead={instead} bare={bare} />
      return (
        <PanelWaiting query={query}>
          {typeof skeletonRows === 'number' ? <SkeletonRows rows={skeletonRows} /> : skeletonRows}
        </PanelWaiting>
      )
    }
    if (answer.misfit) return <PanelMisfit data={answer.data} />
    const { oddRows, oddParts, garbled } = answer
    const isEmpty = props.isEmpty !== 'never' && props.isEmpty(answer.data)
    return (
      <>
        {query.isError && <PanelFailed query={query} asOf={answer.asOf} bare={bare} />}
        {!isEmpty && children(answer.data, answer.asOf)}
        {isEmpty &&
          !oddRows?.length &&
          (typeof props.empty === 'function' ? props.empty(answer.data) : props.empty)}
        {(oddRows || oddParts || garbled || isIncomplete(answer.data)) && (
          <PanelOdd answer={answer} />
        )}
      </>
    )
  }

  return (
    <section
      aria-busy={query.isPending}
      className={cn('min-w-0', !bare && 'rounded-lg border border-line bg-surface', className)}
    >
      {(title || actions) && (
        <header
          data-beside={isRepeated ? !actions : undefined}
          className={cn(
            'flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1.5',
            bare || 'px-4',
            bare || isRepeated || 'border-line border-b',
            folds && !isUnfolded && 'max-sm:border-b-0',
          )}
        >
          {title && (
            <h2 className={isRepeated ? 'sr-only' : 'font-semibold text-base'}>
              {folds && (
                <button
                  type="button"
                  aria-expanded={isUnfolded}
                  onClick={() => setUnfolded(!isUnfolded)}
                  className="-ml-1 inline-flex min-h-8 items-center gap-1 rounded pr-2 pointer-coarse:min-h-10 sm:hidden"
                >
                  <svg
                    aria-hidden
                    className={cn(
                      'icon-[chevron-right]',
                      'size-4 text-muted',
                      isUnfolded && 'rotate-90',
                    )}
                  />
                  {title}
                </button>
              )}
              <span className={cn(folds && 'max-sm:hidden')}>{title}</span>
            </h2>
          )}
          <span className="ml-auto flex flex-wrap items-center gap-2">
            {answer && (
              <span className="flex items-center gap-0.5 text-faint text-xs">
                {/* No space on phones. A failed refresh shows the age below. */}
                {query.isError || (
                  <span className="max-sm:sr-only">
                    <Age asOf={answer.asOf} />
                  </span>
                )}
                <IconButton
                  size="sm"
                  label="Refresh"
                  icon={
                    <svg
                      aria-hidden
                      className={cn('icon-[refresh-cw]', isReading && 'animate-spin')}
                    />
                  }
                  // The panel itself says when it failed.
                  onClick={() =>
                    void query.refetch().then(({ isError }) => isError || announce('Updated'))
                  }
                />
              </span>
            )}
            {actions}
          </span>
        </header>
      )}
      {answer?.lifecycle && (
        <LifecycleNote lifecycle={answer.lifecycle} className={bare ? 'mb-2' : 'm-3'} />
      )}
      {folds ? <div className={cn(!isUnfolded && 'max-sm:hidden')}>{body()}</div> : body()}
    </section>
  )
}

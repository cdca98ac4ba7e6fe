import { cn } from './cn'

/** A loading placeholder. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn('block h-3.5 animate-pulse rounded bg-line', className)} />
)

const widths = ['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5']

/** Placeholder rows, announced once. */
export function SkeletonRows({ rows = 5 }: { rows?: number }) {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">Loading…</span>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move
        <div key={i} className="flex h-10 items-center gap-4 px-3">
          <Skeleton className={widths[i % widths.length] ?? 'w-1/2'} />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  )
}

'use client'
import { lazyComponent } from '../ui/lazy-component'
import { Skeleton } from '../ui/skeleton'
import type { Compared } from './json-changes'

export type JsonDiffProps = {
  from: unknown
  to: unknown
  /** The diff's label: `The index definition`. */
  label: string
  /** By default the order of keys does not matter. */
  as?: Compared
}

/** A line diff with unchanged lines folded. Loaded on demand. */
export const JsonDiff = lazyComponent<JsonDiffProps>(
  () => import('./json-diff-lines').then((m) => m.default),
  {
    loading: <Skeleton className="h-24 w-full" />,
  },
)

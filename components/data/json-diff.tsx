'use client'
import { lazyComponent } from '../ui/lazy-component'
import { Skeleton } from '../ui/skeleton'
import type { JsonDiffProps } from './json-diff-lines'

/** A line diff with unchanged lines folded. Loaded on demand. */
export const JsonDiff = lazyComponent<JsonDiffProps>(
  () => import('./json-diff-lines').then((m) => m.default),
  {
    loading: <Skeleton className="h-24 w-full" />,
  },
)

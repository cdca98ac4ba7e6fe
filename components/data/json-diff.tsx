'use client'
import { lazyComponent } from '../ui/lazy-component'
import { Skeleton } from '../ui/skeleton'

export type JsonDiffProps = {
  from: unknown
  to: unknown
  /** The diff's label: `The index definition`. */
  label: string
  /** Key order matters, as in pipelines and definitions. */
  ordered?: boolean
}

/** A JSON diff with unchanged lines folded. Loaded on demand. */
export const JsonDiff = lazyComponent<JsonDiffProps>(
  () => import('./json-diff-lines').then((m) => m.default),
  {
    loading: <Skeleton className="h-24 w-full" />,
  },
)

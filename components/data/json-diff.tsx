'use client'
import { later } from '../ui/later'
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
export const JsonDiff = later<JsonDiffProps>(
  () => import('./json-diff-lines').then((m) => m.default),
  {
    loading: <Skeleton className="h-24 w-full" />,
  },
)

'use client'
import { later } from '../ui/later'
import { Skeleton } from '../ui/skeleton'

export type JsonDiffProps = {
  from: unknown
  to: unknown
  /** What is compared: `The index definition`. */
  label: string
  /** The order of names carries meaning: pipelines, definitions. */
  ordered?: boolean
}

/** Two values as JSON, line by line, what is alike folded away. Comparing is loaded when it is first needed. */
export const JsonDiff = later<JsonDiffProps>(
  () => import('./json-diff-lines').then((m) => m.default),
  {
    loading: <Skeleton className="h-24 w-full" />,
  },
)

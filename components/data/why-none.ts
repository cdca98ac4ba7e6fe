import type { OpError } from '@/lib/ops/failure'

/**
 * Why nothing can be done at a place that its own read does not find: `There is no such cluster here.` Undefined where it
 * was found, or nobody knows yet.
 */
export const whyNone = (read: { error: OpError | null }, what: string): string | undefined =>
  read.error?.kind === 'not-found' ? `There is no such ${what} here.` : undefined

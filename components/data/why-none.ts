import type { OpError } from '@/lib/ops/failure'

/**
 * Why actions are refused on a resource that was not found: `There is no such cluster here.` Undefined if it exists or
 * is still loading.
 */
export const whyNone = (read: { error: OpError | null }, what: string): string | undefined =>
  read.error?.kind === 'not-found' ? `There is no such ${what} here.` : undefined

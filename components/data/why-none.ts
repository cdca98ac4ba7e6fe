import type { OpError } from '@/lib/ops/failure'

/**
 * Why actions are refused on a resource that was not found: `This cluster does not exist.` Undefined if it exists or
 * is still loading.
 */
export const whyNone = (read: { error: OpError | null }, what: string): string | undefined =>
  read.error?.kind === 'not-found' ? `This ${what} does not exist.` : undefined

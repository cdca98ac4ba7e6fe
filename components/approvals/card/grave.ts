import type { Preview } from '@/lib/ops/console'
import { isGated, RAISED } from '@/lib/ops/friction'
import { grantTypes } from '@/lib/ops/grant'
import type { RequestCard } from '@/lib/ops/requests'

/**
 * Whether approving asks for confirmation: the widest employee access in production, and every change that needs approval
 * by itself (a large part of the internet, an overwritten cluster) rather than by policy. True while the preview loads.
 */
export function isGrave(
  { grantType, environment }: Pick<RequestCard['request'], 'grantType' | 'environment'>,
  friction: Preview['friction'] | undefined,
): boolean {
  if (grantType !== null) return grantType === grantTypes.at(-1) && environment === 'production'
  if (!friction) return true
  if (!isGated(friction)) return false
  return friction.phrase !== undefined || !friction.because.startsWith(RAISED)
}

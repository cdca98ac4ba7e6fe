import type { Preview } from '@/lib/ops/console'
import { isGated, RAISED } from '@/lib/ops/friction'
import type { RequestCard } from '@/lib/ops/requests'

/**
 * Whether approving asks for confirmation: the widest access in production, and every change that needs approval
 * by itself (a large part of the internet, an overwritten cluster) rather than by policy. True while the preview loads.
 */
export function isGrave(
  { level, environment }: Pick<RequestCard['request'], 'level' | 'environment'>,
  friction: Preview['friction'] | undefined,
): boolean {
  if (level) return level.isWidest && environment === 'production'
  if (!friction) return true
  if (!isGated(friction)) return false
  return friction.phrase !== undefined || !friction.because.startsWith(RAISED)
}

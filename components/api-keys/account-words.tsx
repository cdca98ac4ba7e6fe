import type { SecretState } from '@/lib/ops/service-account-shapes'
import { statusStyles } from '../ui/state-badge'

/** The states of a secret, and `NONE` for an account without any. */
export const secretStyles = statusStyles({
  VALID: ['Valid', 'good'],
  AHEAD: ['Expires within 30 days', 'waiting'],
  SOON: ['Expires within 14 days', 'warn'],
  EXPIRED: ['Expired', 'bad'],
  NONE: ['No secret', 'bad'],
} satisfies Partial<Record<SecretState | 'NONE', Parameters<typeof statusStyles>[0][string]>>)

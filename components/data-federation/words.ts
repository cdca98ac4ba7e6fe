import type { FederatedDatabase } from '@/lib/ops/data-federation'
import { statusStyles } from '../ui/state-badge'

export const databaseStyles = statusStyles({
  ACTIVE: ['Active', 'good'],
  UNVERIFIED: ['Unverified', 'warn'],
  DELETED: ['Deleted', 'idle'],
})

/** `AWS DUBLIN_IRL` */
export const regionOf = ({ dataProcessRegion: r }: FederatedDatabase): string | undefined =>
  [r?.cloudProvider, r?.region].filter(Boolean).join(' ') || undefined

import type { Alert } from '@/lib/ops/alerts'
import { statusStyles } from '../ui/state-badge'

export const alertStyles = statusStyles({
  OPEN: ['Open', 'bad'],
  TRACKING: ['Tracking', 'warn'],
  CLOSED: ['Closed', 'good'],
  CANCELLED: ['Canceled', 'idle'],
})

/** `NORMALIZED_SYSTEM_CPU_USER 93.4 RAW` */
export const measured = ({ metricName, currentValue: v }: Alert): string | null =>
  [metricName, v?.number, v?.units].filter((part) => part != null && part !== '').join(' ') || null

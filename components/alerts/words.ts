import type { FieldValues } from 'react-hook-form'
import { serverNow } from '@/lib/client/clock'
import { type Alert, acknowledgementOf } from '@/lib/ops/alerts'
import { statusStyles } from '../ui/state-badge'

export const alertStyles = statusStyles({
  OPEN: ['Open', 'bad'],
  TRACKING: ['Tracking', 'warn'],
  CLOSED: ['Closed', 'good'],
  CANCELLED: ['Canceled', 'idle'],
})

/** `NORMALIZED_SYSTEM_CPU_USER 93.4`, or with the metric's name in words. Atlas calls a number without a unit RAW. */
export const measured = (
  { metricName, currentValue: v }: Alert,
  nameOf: (metric: string) => string = String,
): string | null =>
  [metricName && nameOf(metricName), v?.number, v?.units === 'RAW' ? null : v?.units]
    .filter((part) => part != null && part !== '')
    .join(' ') || null

/** What acknowledging an alert starts from, or sends with other values. */
export function acknowledgeStart(groupId: string, alert: Alert, values: FieldValues = {}) {
  const opened = acknowledgementOf(alert, serverNow())
  return {
    groupId,
    alertId: alert.id,
    acknowledgementComment: '',
    ...opened,
    ...values,
    ...(opened ? { opened } : {}),
  }
}

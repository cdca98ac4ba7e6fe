import type { ExportJob } from '@/lib/ops/export-jobs'
import { statusStyles } from '../ui/state-badge'

export const exportStyles = statusStyles({
  Queued: ['Queued', 'waiting'],
  InProgress: ['Exporting…', 'moving'],
  Successful: ['Finished', 'good'],
  Failed: ['Failed', 'bad'],
  Cancelled: ['Canceled', 'idle'],
})

/** `17 of 42 collections` */
export function progressOf({ exportStatus }: ExportJob): string | null {
  const { exportedCollections: done, totalCollections: all } = exportStatus ?? {}
  return done == null || all == null ? null : `${done} of ${all} collections`
}

/** Why it failed or was canceled, with Atlas's code. */
export const reasonOf = ({ stateReason }: ExportJob): string | null =>
  [stateReason?.message, stateReason?.errorCode && `(${stateReason.errorCode})`]
    .filter(Boolean)
    .join(' ') || null

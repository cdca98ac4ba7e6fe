import { Ban, Clock, Download } from 'lucide-react'
import { statusStyles } from '../ui/state-badge'

const flex = {
  PENDING: ['Pending', 'waiting'],
  QUEUED: ['Queued', 'waiting'],
  RUNNING: ['Running…', 'moving'],
} as const

/** The six states of lib/ops/backup, and those of flex clusters. */
export const jobStyles = statusStyles({
  running: ['Running…', 'moving'],
  ready: ['Ready to download', 'good', <Download key="i" aria-hidden />],
  finished: ['Finished', 'good'],
  failed: ['Failed', 'bad'],
  expired: ['Expired', 'idle', <Clock key="i" aria-hidden />],
  cancelled: ['Canceled', 'idle', <Ban key="i" aria-hidden />],
  ...flex,
})

export const snapshotStyles = statusStyles({
  queued: ['Queued', 'waiting'],
  inProgress: ['Being taken…', 'moving'],
  completed: ['Complete', 'good'],
  failed: ['Failed', 'bad'],
  ...flex,
  COMPLETED: ['Complete', 'good'],
  FAILED: ['Failed', 'bad'],
})

export const collectionStyles = statusStyles({
  INITIALIZING: ['Starting…', 'moving'],
  IN_PROGRESS: ['Restoring…', 'moving'],
  FINALIZING: ['Finishing…', 'moving'],
  SUCCESSFUL: ['Finished', 'good'],
  FAILED: ['Failed', 'bad'],
  CANCELED: ['Canceled', 'idle', <Ban key="i" aria-hidden />],
})

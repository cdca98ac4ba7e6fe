import { Ban, Clock, Download } from 'lucide-react'
import { stateLooks } from '../ui/state-badge'

/** The six states of lib/ops/backup. */
export const restoreLooks = stateLooks({
  running: ['Running…', 'moving'],
  ready: ['Ready to download', 'good', <Download key="i" aria-hidden />],
  finished: ['Finished', 'good'],
  failed: ['Failed', 'bad'],
  expired: ['Expired', 'idle', <Clock key="i" aria-hidden />],
  cancelled: ['Canceled', 'idle', <Ban key="i" aria-hidden />],
})

export const snapshotLooks = stateLooks({
  queued: ['Queued', 'waiting'],
  inProgress: ['Being taken…', 'moving'],
  completed: ['Complete', 'good'],
  failed: ['Failed', 'bad'],
})

export const flexLooks = stateLooks({
  PENDING: ['Pending', 'waiting'],
  QUEUED: ['Queued', 'waiting'],
  RUNNING: ['Running…', 'moving'],
  COMPLETED: ['Complete', 'good'],
  FAILED: ['Failed', 'bad'],
})

export const collectionLooks = stateLooks({
  INITIALIZING: ['Starting…', 'moving'],
  IN_PROGRESS: ['Restoring…', 'moving'],
  FINALIZING: ['Finishing…', 'moving'],
  SUCCESSFUL: ['Finished', 'good'],
  FAILED: ['Failed', 'bad'],
  CANCELED: ['Canceled', 'idle', <Ban key="i" aria-hidden />],
})

import { statusStyles } from '../ui/state-badge'

const flex = {
  PENDING: ['Pending', 'waiting'],
  QUEUED: ['Queued', 'waiting'],
  RUNNING: ['Running…', 'moving'],
} as const

/** The six states of lib/ops/backup, and those of flex clusters. */
export const jobStyles = statusStyles({
  running: ['Running…', 'moving'],
  ready: ['Ready to download', 'good', <svg aria-hidden className="icon-[download]" key="i" />],
  finished: ['Finished', 'good'],
  failed: ['Failed', 'bad'],
  expired: ['Expired', 'idle', <svg aria-hidden className="icon-[clock]" key="i" />],
  cancelled: ['Canceled', 'idle', <svg aria-hidden className="icon-[ban]" key="i" />],
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
  CANCELED: ['Canceled', 'idle', <svg aria-hidden className="icon-[ban]" key="i" />],
})

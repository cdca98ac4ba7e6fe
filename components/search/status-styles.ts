import type { phases } from '@/lib/ops/search-status'
import { type StateWord, statusStyles } from '../ui/state-badge'

/** The badge of an index: a phase of `standingOf`, or an unknown status. */
export const indexStyles = statusStyles({
  READY: ['Ready', 'good'],
  REBUILDING: ['Rebuilding', 'moving'],
  BUILDING: ['Building', 'moving'],
  PENDING: ['Pending', 'waiting'],
  FAILED: ['Failed', 'bad'],
  CHANGE_FAILED: ['Change failed', 'bad'],
  PARTLY_FAILED: ['Partly failed', 'bad'],
  STALE: ['Stale', 'warn'],
  DELETING: ['Deleting', 'moving'],
  DOES_NOT_EXIST: ['Does not exist', 'bad'],
  PAUSED: ['Paused', 'idle'],
} satisfies Record<(typeof phases)[number], StateWord>)

/** The status of one generation on one host, or of a synonym mapping. */
export const hostStyles = statusStyles({
  READY: ['Ready', 'good'],
  BUILDING: ['Building', 'moving'],
  PENDING: ['Pending', 'waiting'],
  FAILED: ['Failed', 'bad'],
  STALE: ['Stale', 'warn'],
  DELETING: ['Deleting', 'moving'],
  DOES_NOT_EXIST: ['Does not exist', 'bad'],
  PAUSED: ['Paused', 'idle'],
})

/** Whether queries are answered, by `String(queryable)`. */
export const queriesStyles = statusStyles({
  true: ['Answered', 'good'],
  false: ['Not answered', 'warn'],
  undefined: ['Unknown', 'idle'],
})

export const nodesStyles = statusStyles({
  IDLE: ['Running', 'good'],
  UPDATING: ['Updating', 'moving'],
  PAUSED: ['Paused', 'idle'],
})

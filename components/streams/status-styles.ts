import { statusStyles } from '../ui/state-badge'

/** Free text in Atlas; these values have been seen. */
export const processorStyles = statusStyles({
  INIT: ['Init', 'moving'],
  CREATING: ['Creating…', 'moving'],
  CREATED: ['Created', 'idle'],
  STARTED: ['Started', 'good'],
  STOPPED: ['Stopped', 'idle'],
  FAILED: ['Failed', 'bad'],
  DROPPED: ['Dropped', 'bad'],
  // Not Atlas's: requested here a moment ago, until the state changes.
  'asked to stop': ['Stopping…', 'moving'],
  'asked to start': ['Starting…', 'moving'],
})

export const connectionStyles = statusStyles({
  PENDING: ['Pending…', 'moving'],
  READY: ['Ready', 'good'],
  DELETING: ['Deleting…', 'moving'],
  FAILED: ['Failed', 'bad'],
})

export const peeringStyles = statusStyles({
  NONE: ['Waiting for acceptance', 'waiting'],
  SCAN_FAILED: ['Scan failed', 'bad'],
  UPDATE_FAILED: ['Update failed', 'bad'],
  REQUEST_ACCEPT: ['Accepting…', 'moving'],
  ACCEPT_REQUESTED: ['Acceptance requested…', 'moving'],
  REQUEST_REJECT: ['Rejecting…', 'moving'],
  REJECT_REQUESTED: ['Rejected', 'idle'],
  REQUEST_DELETE: ['Deleting…', 'moving'],
  DELETE_REQUESTED: ['Deletion requested…', 'moving'],
  ACTIVE: ['Active', 'good'],
})

export const privateLinkStyles = statusStyles({
  IDLE: ['Idle', 'waiting'],
  WORKING: ['Working…', 'moving'],
  DONE: ['Ready', 'good'],
  FAILED: ['Failed', 'bad'],
  DELETE_REQUESTED: ['Deletion requested…', 'moving'],
  DELETING: ['Deleting…', 'moving'],
  DELETED: ['Deleted', 'idle'],
})

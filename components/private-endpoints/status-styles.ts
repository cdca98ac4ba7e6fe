import { statusStyles } from '../ui/state-badge'

export const serviceStyles = statusStyles({
  INITIATING: ['Creating…', 'moving'],
  AVAILABLE: ['Available', 'good'],
  WAITING_FOR_USER: ['Waiting for an endpoint', 'waiting'],
  FAILED: ['Failed', 'bad'],
  DELETING: ['Deleting…', 'moving'],
})

/** The states of all clouds: each has some of them. */
export const endpointStyles = statusStyles({
  PENDING_ACCEPTANCE: ['Waiting for acceptance', 'moving'],
  PENDING: ['Connecting…', 'moving'],
  INITIATING: ['Connecting…', 'moving'],
  VERIFIED: ['Verified', 'moving'],
  AVAILABLE: ['Available', 'good'],
  REJECTED: ['Rejected', 'bad'],
  FAILED: ['Failed', 'bad'],
  DELETING: ['Deleting…', 'moving'],
  DELETED: ['Deleted', 'idle'],
})

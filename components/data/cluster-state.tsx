import { StateBadge, statusStyles } from '../ui/state-badge'

const looks = statusStyles({
  IDLE: ['Running', 'good'],
  PAUSED: ['Paused', 'idle'],
  CREATING: ['Creating…', 'moving'],
  UPDATING: ['Updating…', 'moving'],
  DELETING: ['Deleting…', 'moving'],
  REPAIRING: ['Repairing…', 'moving'],
  REPEATING: ['Repeating…', 'moving'],
})

/** A cluster's state. A paused cluster shows as paused, whatever its other state. */
export const ClusterState = ({
  state,
  paused,
}: {
  state: string | null | undefined
  paused?: boolean | null | undefined
}) => <StateBadge styles={looks} state={paused ? 'PAUSED' : state} />

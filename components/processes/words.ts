import type { AtlasProcess } from '@/lib/ops/processes'
import { statusStyles } from '../ui/state-badge'

/** The types of processes in Atlas. */
export const typeStyles = statusStyles({
  REPLICA_PRIMARY: ['Primary', 'good'],
  REPLICA_SECONDARY: ['Secondary', 'good'],
  SHARD_PRIMARY: ['Shard primary', 'good'],
  SHARD_SECONDARY: ['Shard secondary', 'good'],
  SHARD_CONFIG: ['Config server', 'good'],
  SHARD_MONGOS: ['Router (mongos)', 'good'],
  SHARD_STANDALONE: ['Standalone', 'warn'],
  RECOVERING: ['Recovering', 'warn'],
  NO_DATA: ['No data', 'waiting'],
})

/** A process is silent when its agent has not reported for this long, in milliseconds. */
export const SILENT_AFTER = 5 * 60_000

/** The name people know: the alias in the cluster's domain, else the host. */
export const nameOf = ({ userAlias, hostname, id }: AtlasProcess): string =>
  userAlias || hostname || id

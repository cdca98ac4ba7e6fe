import type { Snapshot } from '@/lib/ops/backup-shapes'
import { takenAt } from './words'

export type SnapshotRow = {
  snapshot: Snapshot
  id: string
  taken: string | undefined
  isComplete: boolean
  isSharded: boolean
}

export const toSnapshotRow = (snapshot: Snapshot, isSharded: boolean): SnapshotRow => ({
  snapshot,
  id: snapshot.id,
  taken: takenAt(snapshot),
  isComplete: snapshot.status === 'completed',
  isSharded,
})

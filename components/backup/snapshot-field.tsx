'use client'
import type { Snapshot } from '@/lib/ops/backup-shapes'
import { SelectField } from '../form/field'
import { snapshotSays, takenAt } from './words'

/** The complete snapshots, newest first. */
export function SnapshotField({ snapshots }: { snapshots: readonly Snapshot[] }) {
  const complete = snapshots
    .filter((s) => s.status === 'completed')
    .toSorted((a, b) => ((takenAt(a) ?? '') < (takenAt(b) ?? '') ? 1 : -1))
  return (
    <SelectField
      name="snapshotId"
      label="Snapshot"
      hint={
        complete.length === 0
          ? 'This cluster has no complete snapshots.'
          : `${complete.length} of ${snapshots.length} snapshots are complete. Times are in UTC.`
      }
    >
      <option value="">Choose a snapshot</option>
      {complete.map((s) => (
        <option key={s.id} value={s.id}>
          {snapshotSays(s)}
        </option>
      ))}
    </SelectField>
  )
}

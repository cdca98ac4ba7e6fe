'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { inUtc } from '@/lib/format/time'
import { madeAt } from '@/lib/ops/backup-shapes'
import { listFlexSnapshots, startFlexRestore } from '@/lib/ops/flex-backup'
import { SelectField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Sheet } from '../ui/dialog'
import { flexRestoreShape } from './restore-values'
import { TargetFields } from './target-fields'

/** Restores a flex snapshot to a flex cluster. */
export function FlexRestoreSheet({
  place,
  snapshotId,
  onClose,
}: {
  place: { groupId: string; clusterName: string }
  snapshotId: string
  onClose: () => void
}) {
  const snapshots = useQuery(read(listFlexSnapshots, place))
  const all = snapshots.data?.misfit ? [] : (snapshots.data?.data.results ?? [])
  const complete = all.filter((s) => s.status === 'COMPLETED')
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore from ${place.clusterName}`}
      description="Choose a snapshot and the cluster to overwrite with it."
    >
      <OpForm
        op={startFlexRestore}
        start={{
          ...place,
          snapshotId,
          targetGroupId: place.groupId,
          targetClusterName: '',
        }}
        shape={flexRestoreShape}
        submit="Start restore"
        pending="Starting…"
        done="Restore started"
        isDanger={() => true}
        onDone={onClose}
        onCancel={onClose}
      >
        <SelectField
          name="snapshotId"
          label="Snapshot"
          hint={
            complete.length === 0
              ? 'This cluster has no complete snapshots.'
              : `${complete.length} of ${all.length} snapshots can be restored. Times are in UTC.`
          }
        >
          <option value="">Choose a snapshot</option>
          {complete.map((s) => (
            <option key={s.id} value={s.id}>
              {inUtc(s.scheduledTime ?? madeAt(s.id) ?? s.id)}
            </option>
          ))}
        </SelectField>
        <TargetFields source={place} kind="flex" />
      </OpForm>
    </Sheet>
  )
}

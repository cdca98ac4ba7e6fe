'use client'
import type { FieldValues } from 'react-hook-form'
import { count } from '@/lib/format/words'
import type { Snapshot } from '@/lib/ops/backup-shapes'
import { takeSnapshot, whyNotTake } from '@/lib/ops/backup-snapshots'
import { Field } from '../form/field'
import { OpForm } from '../form/op-form'
import { Sheet } from '../ui/dialog'
import type { Policy } from './use-policy'

const shape = ({ retentionInDays, ...rest }: FieldValues): FieldValues => ({
  ...rest,
  retentionInDays: retentionInDays === '' ? undefined : Number(retentionInDays),
})

/** Takes a snapshot now. */
export function TakeDialog({
  place,
  isSharded,
  snapshots,
  policy,
  onClose,
}: {
  place: { groupId: string; clusterName: string }
  isSharded: boolean
  snapshots: readonly Snapshot[]
  policy: Policy
  onClose: () => void
}) {
  const least = policy.leastDays
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Take a snapshot of ${place.clusterName}`}
      description="It takes some minutes, and costs storage until its end. The cluster goes on working."
    >
      <OpForm
        op={takeSnapshot}
        start={{
          ...place,
          sharded: isSharded,
          description: '',
          retentionInDays: String(Math.max(7, least ?? 0)),
        }}
        shape={shape}
        whyNot={whyNotTake(snapshots)}
        submit="Take the snapshot"
        pending="Asking Atlas…"
        done="The snapshot is being taken"
        onDone={onClose}
        onCancel={onClose}
      >
        <Field
          name="description"
          label="What for"
          hint="For whoever chooses a snapshot to restore."
        />
        <Field
          name="retentionInDays"
          label="Keep for, in days"
          type="number"
          min={1}
          max={3650}
          hint={
            least
              ? `The project's backup compliance policy asks for at least ${count(least, 'day')}.`
              : 'Atlas deletes it by itself after that.'
          }
        />
      </OpForm>
    </Sheet>
  )
}

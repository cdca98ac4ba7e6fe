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
      description="Takes a few minutes. Storage is billed until it expires. The cluster stays available."
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
        submit="Take snapshot"
        pending="Starting…"
        done="Snapshot started"
        onDone={onClose}
        onCancel={onClose}
      >
        <Field name="description" label="Description" hint="Helps to find it when you restore." />
        <Field
          name="retentionInDays"
          label="Retention in days"
          type="number"
          min={1}
          max={3650}
          hint={
            least
              ? `The backup compliance policy requires at least ${count(least, 'day')}.`
              : 'Atlas then deletes it.'
          }
        />
      </OpForm>
    </Sheet>
  )
}

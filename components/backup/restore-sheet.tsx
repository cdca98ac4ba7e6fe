'use client'
import { useController, useWatch } from 'react-hook-form'
import { startRestore } from '@/lib/ops/backup-restore'
import type { Snapshot } from '@/lib/ops/backup-shapes'
import { useField } from '../form/field'
import { OpForm } from '../form/op-form'
import { Sheet } from '../ui/dialog'
import { type RadioCard, RadioCards } from '../ui/radio-cards'
import { MomentFields } from './moment-fields'
import { restoreShape } from './restore-values'
import { SnapshotField } from './snapshot-field'
import { TargetFields } from './target-fields'

type Place = { groupId: string; clusterName: string }
type Kind = 'automated' | 'pointInTime' | 'download'

const cards: ReadonlyArray<RadioCard<Kind>> = [
  {
    value: 'automated',
    title: 'Restore a snapshot',
    detail: 'Overwrites a cluster with what a snapshot holds.',
  },
  {
    value: 'pointInTime',
    title: 'Go back to a moment',
    detail: 'Overwrites a cluster with what this one held at that moment. Needs continuous backup.',
  },
  {
    value: 'download',
    title: 'Download a snapshot',
    detail: 'Makes links that work for about an hour. Overwrites nothing.',
  },
]

function KindField() {
  const { error, form: _form, id } = useField('deliveryType')
  const { field } = useController({ name: 'deliveryType' })
  return (
    <div>
      <RadioCards
        name="deliveryType"
        legend="What to do"
        cards={cards}
        value={field.value}
        onChange={field.onChange}
        invalid={error !== undefined}
        describedBy={`${id}-error`}
      />
      <p id={`${id}-error`} aria-live="polite" className="mt-1 text-bad text-xs empty:hidden">
        {error}
      </p>
    </div>
  )
}

function KindFields({
  place,
  snapshots,
  windowDays,
}: {
  place: Place
  snapshots: readonly Snapshot[]
  windowDays: number | null | undefined
}) {
  const kind: unknown = useWatch({ name: 'deliveryType' })
  return (
    <>
      {kind === 'pointInTime' ? (
        <MomentFields windowDays={windowDays} />
      ) : (
        <SnapshotField snapshots={snapshots} />
      )}
      {kind !== 'download' && <TargetFields source={place} kind="dedicated" />}
    </>
  )
}

/** Restores a backup, or makes it ready to download. What is overwritten is read and shown before anything is sent. */
export function RestoreSheet({
  place,
  snapshots,
  snapshotId,
  windowDays,
  onClose,
}: {
  place: Place
  snapshots: readonly Snapshot[]
  /** The snapshot that the person started from. */
  snapshotId: string | undefined
  windowDays: number | null | undefined
  onClose: () => void
}) {
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore from ${place.clusterName}`}
      description="A restore overwrites its target and cannot be undone. Look twice at the cluster it names."
    >
      <OpForm
        op={startRestore}
        start={{
          ...place,
          deliveryType: 'automated',
          snapshotId: snapshotId ?? '',
          targetGroupId: place.groupId,
          targetClusterName: '',
          by: 'moment',
          pointInTimeUTCSeconds: '',
          oplogTs: '',
          oplogInc: '',
        }}
        shape={restoreShape}
        submit="Start the restore"
        pending="Starting…"
        done="The restore has begun"
        onDone={onClose}
        onCancel={onClose}
      >
        <KindField />
        <KindFields place={place} snapshots={snapshots} windowDays={windowDays} />
      </OpForm>
    </Sheet>
  )
}

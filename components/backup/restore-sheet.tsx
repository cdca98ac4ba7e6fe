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
    detail: 'Overwrites a cluster with a snapshot.',
  },
  {
    value: 'pointInTime',
    title: 'Restore a point in time',
    detail: 'Overwrites a cluster with the data of this one at that time. Needs continuous backup.',
  },
  {
    value: 'download',
    title: 'Download a snapshot',
    detail: 'Creates links that work for about an hour.',
  },
]

function KindField() {
  const { error, form: _form, id } = useField('deliveryType')
  const { field } = useController({ name: 'deliveryType' })
  return (
    <div>
      <RadioCards
        name="deliveryType"
        legend="Action"
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

/** Restores or downloads a backup. The cluster to overwrite is shown before anything is sent. */
export function RestoreSheet({
  place,
  snapshots,
  snapshotId,
  windowDays,
  onClose,
}: {
  place: Place
  snapshots: readonly Snapshot[]
  /** The snapshot whose button was pressed. */
  snapshotId: string | undefined
  windowDays: number | null | undefined
  onClose: () => void
}) {
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore from ${place.clusterName}`}
      description="Choose the data to restore and the cluster to overwrite."
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
        submit="Start restore"
        pending="Starting…"
        done="Restore started"
        isDanger={({ deliveryType }) => deliveryType !== 'download'}
        onDone={onClose}
        onCancel={onClose}
      >
        <KindField />
        <KindFields place={place} snapshots={snapshots} windowDays={windowDays} />
      </OpForm>
    </Sheet>
  )
}

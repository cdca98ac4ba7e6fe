'use client'
import { useWatch } from 'react-hook-form'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { RadioField } from '../form/radio-field'
import type { RadioCard } from '../ui/radio-cards'
import { type KindName, kinds, type Place } from './kinds'
import { MomentFields } from './moment-fields'
import { flexRestoreShape, restoreShape } from './restore-values'
import { SnapshotField } from './snapshot-field'
import { TargetFields } from './target-fields'
import { usePolicy } from './use-policy'

type Action = 'automated' | 'pointInTime' | 'download'

const cards: ReadonlyArray<RadioCard<Action>> = [
  {
    value: 'automated',
    title: 'Restore a snapshot',
    detail: 'Overwrites a cluster with a snapshot.',
  },
  {
    value: 'pointInTime',
    title: 'Restore a point in time',
    detail:
      'Overwrites a cluster with the data of this cluster at a chosen time. Needs continuous backup.',
  },
  {
    value: 'download',
    title: 'Download a snapshot',
    detail: 'Creates links that work for about an hour.',
  },
]

function DedicatedFields({ place, kind }: { place: Place; kind: KindName }) {
  const action: unknown = useWatch({ name: 'deliveryType' })
  const windowDays = usePolicy(place.groupId).known?.restoreWindowDays
  return (
    <>
      <RadioField name="deliveryType" label="Action" cards={cards} />
      {action === 'pointInTime' ? (
        <MomentFields windowDays={windowDays} />
      ) : (
        <SnapshotField place={place} kind={kind} />
      )}
      {action !== 'download' && <TargetFields source={place} isFlex={false} />}
    </>
  )
}

/** Restores or downloads a backup. The cluster to overwrite is shown before anything is sent. */
export function RestoreSheet({
  place,
  kind,
  snapshotId = '',
  onClose,
}: {
  place: Place
  kind: KindName
  /** The snapshot whose button was pressed. */
  snapshotId?: string
  onClose: () => void
}) {
  const isFlex = kind === 'flex'
  return (
    <FormSheetOpen
      op={kinds[kind].restore}
      title={`Restore from ${place.clusterName}`}
      description="Choose the data to restore and the cluster to overwrite."
      start={{
        ...place,
        deliveryType: 'automated',
        snapshotId,
        targetGroupId: place.groupId,
        targetClusterName: '',
        by: 'moment',
        pointInTimeUTCSeconds: '',
        oplogTs: '',
        oplogInc: '',
      }}
      shape={isFlex ? flexRestoreShape : restoreShape}
      isDanger={({ deliveryType }) => deliveryType !== 'download'}
      onClose={onClose}
    >
      {isFlex ? (
        <>
          <SnapshotField place={place} kind={kind} />
          <TargetFields source={place} isFlex />
        </>
      ) : (
        <DedicatedFields place={place} kind={kind} />
      )}
    </FormSheetOpen>
  )
}

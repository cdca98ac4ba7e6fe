'use client'
import { useExactTime } from '@/lib/client/use-zone'
import { countOf } from '@/lib/format/words'
import { SelectField } from '../form/field'
import type { KindName, Place } from './kinds'
import type { SnapshotRow } from './snapshot'
import { useSnapshots } from './use-snapshots'

/** The complete snapshots, newest first. */
export function SnapshotField({ place, kind }: { place: Place; kind: KindName }) {
  const snapshots = useSnapshots(place, kind)
  const exact = useExactTime()
  const inWords = ({ taken, id, type, size }: SnapshotRow) =>
    [taken ? exact(taken) : id, type, size].filter(Boolean).join(' · ')
  const complete = snapshots
    .filter((s) => s.isComplete)
    .toSorted((a, b) => ((a.taken ?? '') < (b.taken ?? '') ? 1 : -1))
  return (
    <SelectField
      name="snapshotId"
      label="Snapshot"
      hint={
        complete.length === 0
          ? 'This cluster has no complete snapshots.'
          : `Complete: ${countOf(complete.length, snapshots.length, 'snapshots')}.`
      }
    >
      <option value="">Choose a snapshot</option>
      {complete.map((s) => (
        <option key={s.id} value={s.id}>
          {inWords(s)}
        </option>
      ))}
    </SelectField>
  )
}

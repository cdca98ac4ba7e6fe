'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { bucketNameOf, cloudOf } from '@/lib/ops/export-bucket-shapes'
import { listExportBuckets } from '@/lib/ops/export-buckets'
import { startExport } from '@/lib/ops/export-jobs'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { SelectField } from '../form/field'
import { OpFields } from '../form/op-fields'
import type { KindName, Place } from './kinds'
import { SnapshotField } from './snapshot-field'

/** Copies a complete snapshot to one of the project's export buckets. */
export function ExportSheet({
  place,
  kind,
  onClose,
}: {
  place: Place
  kind: KindName
  onClose: () => void
}) {
  const { data: answer, isPending } = useQuery(read(listExportBuckets, { groupId: place.groupId }))
  const buckets = answer?.misfit ? [] : (answer?.data.results ?? [])
  return (
    <FormSheetOpen
      op={startExport}
      title={`Export a snapshot of ${place.clusterName}`}
      description="Atlas copies the data as files that other programs can read."
      start={{ ...place, snapshotId: '', exportBucketId: '', customData: [] }}
      onClose={onClose}
    >
      <SnapshotField place={place} kind={kind} />
      <SelectField
        name="exportBucketId"
        label="Bucket"
        hint={
          isPending || buckets.length > 0
            ? undefined
            : 'This project has no export buckets. Add one on the project’s Backup exports page.'
        }
      >
        <option value="">Choose a bucket</option>
        {buckets.map((bucket) => (
          <option key={bucket._id} value={bucket._id}>
            {`${bucketNameOf(bucket)} (${cloudOf(bucket)})`}
          </option>
        ))}
      </SelectField>
      <OpFields input={startExport.input} />
    </FormSheetOpen>
  )
}

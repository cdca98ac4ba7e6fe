'use client'
import { list } from '@/lib/format/words'
import { type Cloud, clouds } from '@/lib/ops/clouds'
import { bucketNameOf, cloudOf, type ExportBucket } from '@/lib/ops/export-bucket-shapes'
import { createExportBucket, deleteExportBucket, listExportBuckets } from '@/lib/ops/export-buckets'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { rowActions } from '../blocks/row-actions'
import { column } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { useExporting } from './use-exporting'

const BucketSheet = lazyComponent(() => import('./bucket-sheet').then((m) => m.BucketSheet), {
  soon: true,
})

type Place = { groupId: string }
/** `users`: the clusters that export to it, undefined where that is not known. */
type Row = ExportBucket & { users: string[] | undefined }

const c = column<Row>()
const columns = [
  c.text(['name', bucketNameOf], 'Bucket', { isPlain: true, width: '24%' }),
  c.text(['cloud', cloudOf], 'Cloud', { choices: true }),
  c.text(['where', (b) => b.region ?? b.serviceUrl ?? null], 'Region or URL', { width: '26%' }),
  c.text(
    ['users', ({ users }) => (users ? list(users) || 'No cluster' : 'Unknown')],
    'Automatic exports from',
  ),
  c.copyable('_id', 'ID', { optional: true }),
]

const on = rowActions<Row, Place>()
const actions = [
  on.confirm(deleteExportBucket, {
    input: ({ _id }, { groupId }) => ({ groupId, exportBucketId: _id }),
    whyNot: ({ users }) =>
      users?.length
        ? `${list(users)} ${users.length === 1 ? 'exports' : 'export'} to this bucket. Turn off automatic export first.`
        : null,
  }),
]

/** The buckets that the clusters of a project can export backups to. */
export function ExportBuckets({ groupId }: Place) {
  const usersOf = useExporting(groupId)
  return (
    <OpList
      op={listExportBuckets}
      input={{ groupId }}
      title="Buckets"
      what="export buckets"
      columns={columns}
      rows={({ results }) => results.map((b) => ({ ...b, users: usersOf(b._id) }))}
      rowId={({ _id }) => _id}
      rowName={bucketNameOf}
      href={({ _id }) => routes.exportBucket(groupId, _id)}
      actions={actions}
      bulk={[deleteExportBucket]}
      buttons={(Object.keys(clouds) as Cloud[]).map((cloud) => (
        <FormButton
          key={cloud}
          op={createExportBucket}
          place={{ groupId }}
          label={`Add ${clouds[cloud]} bucket`}
          form={(close) => <BucketSheet groupId={groupId} cloud={cloud} onClose={close} />}
        />
      ))}
      empty={{
        icon: <svg aria-hidden className="icon-[package-open]" />,
        hint: 'Add your own bucket to export backups to it.',
      }}
    />
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { read } from '@/lib/client/use-op'
import { madeAt } from '@/lib/ops/backup-shapes'
import { bucketNameOf } from '@/lib/ops/export-bucket-shapes'
import { listExportBuckets } from '@/lib/ops/export-buckets'
import { type ExportJob, listExportJobs, startExport } from '@/lib/ops/export-jobs'
import { routes } from '@/lib/routes'
import { FormButton } from '../blocks/form-button'
import { OpList } from '../blocks/op-list'
import { ByClusterKind } from '../data/by-cluster-kind'
import { column } from '../data/columns'
import { lazyComponent } from '../ui/lazy-component'
import { exportStyles, progressOf, reasonOf } from './export-words'
import type { KindName, Place } from './kinds'

const ExportSheet = lazyComponent(() => import('./export-sheet').then((m) => m.ExportSheet), {
  soon: true,
})

type Row = ExportJob & { bucket: string | null }

const createdOf = ({ createdAt, id }: ExportJob) => createdAt ?? madeAt(id) ?? null

const newestFirst = (a: Row, b: Row) => (createdOf(b) ?? '').localeCompare(createdOf(a) ?? '')

const c = column<Row>()
const columns = [
  c.time(['created', createdOf], 'Created', { width: '18%' }),
  c.state('state', 'State', exportStyles),
  c.text('bucket', 'Bucket'),
  c.text(['progress', progressOf], 'Progress'),
  c.text(['reason', reasonOf], 'Reason', { width: '26%' }),
  c.time(['finished', (job) => job.finishedAt ?? null], 'Finished', { optional: true }),
  c.copyable(['snapshot', (job) => job.snapshotId ?? null], 'Snapshot ID', { optional: true }),
  c.copyable('id', 'ID'),
]

/** The copies of a cluster's snapshots in the project's export buckets. */
export const ExportsPage = (place: Place) => (
  <ByClusterKind
    place={place}
    without={['flex', 'shared']}
    instead={{
      icon: <svg aria-hidden className="icon-[archive-x]" />,
      title: 'Only dedicated clusters have exports',
      hint: 'Use mongodump to copy the data of this cluster.',
    }}
  >
    {(kind) => <Exports place={place} kind={kind} />}
  </ByClusterKind>
)

function Exports({ place, kind }: { place: Place; kind: KindName }) {
  const { groupId, clusterName } = place
  const answer = useQuery(read(listExportBuckets, { groupId })).data
  const buckets = answer?.misfit ? [] : (answer?.data.results ?? [])
  const bucketOf = ({ exportBucketId: id }: ExportJob) => {
    const found = buckets.find(({ _id }) => _id === id)
    return found ? bucketNameOf(found) : (id ?? null)
  }
  return (
    <OpList
      op={listExportJobs}
      input={place}
      what="exports"
      columns={columns}
      rows={({ results }) =>
        results.map((job) => ({ ...job, bucket: bucketOf(job) })).sort(newestFirst)
      }
      rowId={({ id }) => id}
      rowName={({ id }) => id}
      href={({ id }) => routes.backupExport(groupId, clusterName, id)}
      buttons={
        <FormButton
          op={startExport}
          place={place}
          variant="primary"
          form={(close) => <ExportSheet place={place} kind={kind} onClose={close} />}
        />
      }
      empty={{
        icon: <svg aria-hidden className="icon-[package-open]" />,
        hint: 'Export a snapshot to keep a copy of its data in your own cloud.',
      }}
    />
  )
}

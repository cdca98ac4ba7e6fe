'use client'
import { useQuery } from '@tanstack/react-query'
import { ArchiveRestore } from 'lucide-react'
import { read } from '@/lib/client/use-op'
import { type FlexJob, listFlexRestoreJobs, startFlexRestore } from '@/lib/ops/flex-backup'
import { routes } from '@/lib/routes'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { whyNone } from '../data/why-none'
import { ActionButton } from '../ops/action-button'
import { Empty } from '../ui/empty'
import { FlexEnd, startedAt } from './flex-end'
import { ShowFlexLink } from './flex-link'
import { flexStyles } from './status-styles'
import { kindSays } from './words'

type Place = { groupId: string; clusterName: string }
type Row = FlexJob & { place: Place }

const c = column<Row>()
const columns = [
  c.custom(
    [
      'target',
      (job) => (job.deliveryType === 'DOWNLOAD' ? null : (job.targetDeploymentItemName ?? null)),
    ],
    'Overwrites',
    (job) =>
      job.deliveryType === 'DOWNLOAD' ? (
        <span className="font-normal text-muted">Nothing</span>
      ) : (
        <span className="font-semibold">{job.targetDeploymentItemName ?? 'Unknown cluster'}</span>
      ),
    { width: '22%' },
  ),
  c.state('status', 'State', flexStyles, { width: '10rem' }),
  c.text(['kind', (job) => kindSays(job.deliveryType)], 'Type', { choices: true }),
  c.time(['moment', (job) => job.snapshotFinishedDate ?? null], 'Snapshot time'),
  c.time(['started', (job) => startedAt(job) ?? null], 'Started'),
  c.custom(['end', (job) => job.restoreFinishedDate ?? null], 'Progress', (job) => (
    <FlexEnd job={job} />
  )),
  c.copyable('snapshotId', 'Snapshot ID', { optional: true }),
  c.copyable('id', 'Job ID', { optional: true }),
  c.actions((job) => <ShowFlexLink job={job} place={job.place} size="sm" />),
]

/** The restore jobs of a flex cluster. */
export function FlexJobs({ place, onRestore }: { place: Place; onRestore: () => void }) {
  const jobs = useQuery(read(listFlexRestoreJobs, place))
  return (
    <Panel
      query={jobs}
      title="Restore jobs"
      skeletonRows={4}
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          icon={<ArchiveRestore />}
          title="No restore jobs"
          hint="Atlas keeps restore jobs of flex clusters for six hours."
        />
      }
      actions={
        <ActionButton
          op={startFlexRestore}
          scope={{ kind: 'cluster', ...place }}
          whyNot={whyNone(jobs, 'cluster')}
          variant="primary"
          size="sm"
          aria-haspopup="dialog"
          onPress={onRestore}
        >
          Restore…
        </ActionButton>
      }
    >
      {({ results }) => (
        <DataTable
          name="restores"
          what="restore jobs"
          rows={results.map((job) => ({ ...job, place }))}
          columns={columns}
          rowId={(job) => job.id}
          href={(job) => routes.restoreJob(place.groupId, place.clusterName, job.id)}
        />
      )}
    </Panel>
  )
}

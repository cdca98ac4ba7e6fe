'use client'
import { millis } from '@/lib/format/time'
import { routes } from '@/lib/routes'
import { column, none } from '../data/columns'
import { DataTable } from '../data/data-table'
import { ProjectName } from '../data/project-name'
import { JobActions } from './job-actions'
import { JobEnd } from './job-end'
import type { JobRow } from './job-row'
import { restoreStyles } from './status-styles'
import { kindSays, momentOf, targetSays } from './words'

const c = column<JobRow>()
/** Exports take each `value`. */
export const jobColumns = [
  c.custom(
    // A download has no target: exports leave it empty.
    ['target', (row) => row.job.targetClusterName ?? null],
    'Overwrites',
    ({ job, place }) =>
      job.targetClusterName ? (
        <span className="block min-w-0">
          <span className="block truncate font-semibold">{job.targetClusterName}</span>
          {job.targetGroupId !== place.groupId && (
            <span className="block truncate font-normal text-muted text-xs">
              in <ProjectName groupId={job.targetGroupId} />
            </span>
          )}
        </span>
      ) : (
        <span className="font-normal text-muted">{targetSays(job)}</span>
      ),
    { width: '20%' },
  ),
  c.state('state', 'State', restoreStyles, { width: '11rem' }),
  c.text(['kind', (row) => kindSays(row.job.deliveryType)], 'Type', { choices: true }),
  c.time(['moment', (row) => momentOf(row.job) ?? null], 'Snapshot time'),
  c.time(['started', (row) => row.started ?? null], 'Started'),
  c.custom(
    ['end', (row) => row.end ?? null],
    'Progress',
    (row) => (row.end || row.state === 'running' ? <JobEnd row={row} /> : none),
    { order: (row) => millis(row.end) ?? null },
  ),
  c.text(['targetGroupId', (row) => row.job.targetGroupId ?? null], 'Target project ID', {
    optional: true,
  }),
  c.copyable(['snapshotId', (row) => row.job.snapshotId ?? null], 'Snapshot ID', {
    optional: true,
  }),
  c.copyable('id', 'Job ID', { optional: true }),
  c.actions((row) => <JobActions row={row} size="sm" />),
]

/** Restore jobs, newest first as Atlas sends them. */
export const JobTable = ({ rows }: { rows: readonly JobRow[] }) => (
  <DataTable
    name="restores"
    what="restore jobs"
    rows={rows}
    columns={jobColumns}
    rowId={(row) => row.id}
    href={({ place, id }) => routes.restoreJob(place.groupId, place.clusterName, id)}
  />
)

'use client'
import { column } from '../data/columns'
import { ProjectName } from '../data/project-name'
import { endOf, type Job, targetInWords } from './job'
import { JobEnd } from './job-end'
import { jobStyles } from './status-styles'

/** `isElsewhere`: its target is in another project. */
export type JobRow = Job & { isElsewhere: boolean }

/** `groupId` is the project of the source. */
export const rowOf = (job: Job, groupId: string): JobRow => ({
  ...job,
  isElsewhere: job.target !== undefined && job.target.groupId !== groupId,
})

const c = column<JobRow>()

/** Of a list of restore jobs. */
export const jobColumns = [
  c.custom(
    // A download has no target: exports leave it empty.
    ['target', ({ target }) => target?.clusterName ?? null],
    'Overwrites',
    (job) =>
      job.target ? (
        <span className="block min-w-0">
          <span className="block truncate font-semibold">{targetInWords(job)}</span>
          {job.isElsewhere && (
            <span className="block truncate font-normal text-muted text-xs">
              in <ProjectName groupId={job.target.groupId} />
            </span>
          )}
        </span>
      ) : (
        <span className="font-normal text-muted">{targetInWords(job)}</span>
      ),
    { width: '20%' },
  ),
  c.state('state', 'State', jobStyles, { width: '11rem' }),
  c.text('type', 'Type', { choices: true }),
  c.time('moment', 'Snapshot time'),
  c.time('started', 'Started'),
  c.custom(['end', ({ end }) => end ?? null], 'Progress', (job) => <JobEnd job={job} />, {
    order: endOf,
  }),
  c.text(['targetGroupId', ({ target }) => target?.groupId ?? null], 'Target project ID', {
    optional: true,
  }),
  c.copyable('snapshotId', 'Snapshot ID', { optional: true }),
  c.copyable('id', 'Job ID', { optional: true }),
]

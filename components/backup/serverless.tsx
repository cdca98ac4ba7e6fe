'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { listServerlessRestoreJobs } from '@/lib/ops/backup'
import { column } from '../data/columns'
import { DataTable } from '../data/data-table'
import { Panel } from '../data/panel'
import { Empty } from '../ui/empty'
import { JobEnd } from './job-end'
import { type JobRow, toJobRow } from './job-row'
import { restoreStyles } from './status-styles'
import { kindSays, targetSays } from './words'

const c = column<JobRow>()
const columns = [
  c.text(['target', (row) => targetSays(row.job)], 'Overwrites', { width: '24%' }),
  c.state('state', 'State', restoreStyles),
  c.text(['kind', (row) => kindSays(row.job.deliveryType)], 'Type', { choices: true }),
  c.time(['started', (row) => row.started ?? null], 'Started'),
  c.custom(['end', (row) => row.end ?? null], 'Progress', (row) => <JobEnd row={row} />),
  c.copyable('id', 'Job ID', { optional: true }),
]

/** The restore jobs from the time as a serverless instance, or why Atlas no longer lists them. */
export function Serverless({ place }: { place: { groupId: string; clusterName: string } }) {
  const { groupId, clusterName } = place
  const jobs = useQuery(read(listServerlessRestoreJobs, place))
  const now = useNow(30_000)
  const all = jobs.data?.misfit ? undefined : jobs.data?.data.results
  const rows = useMemo(
    () => all?.map((job) => toJobRow(job, { groupId, clusterName }, now)) ?? [],
    [all, groupId, clusterName, now],
  )
  // The cluster was never serverless.
  if (jobs.error?.kind === 'not-found' && jobs.error.failure.atlas?.status === 404) return null
  return (
    <Panel
      query={jobs}
      title="Serverless restore jobs"
      skeletonRows={1}
      instead={
        <>
          Atlas removed serverless restore jobs on 22 January 2026 (410 VERSION_GONE). Serverless
          instances are flex clusters now, so the lists above are complete.
        </>
      }
      isEmpty={(data) => data.results.length === 0}
      empty={
        <Empty
          title="No serverless restore jobs"
          hint="The lists above show the flex restore jobs."
        />
      }
    >
      {() => (
        <DataTable
          name="serverless"
          what="restore jobs"
          rows={rows}
          columns={columns}
          rowId={(row) => row.id}
        />
      )}
    </Panel>
  )
}

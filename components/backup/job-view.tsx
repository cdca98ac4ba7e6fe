'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { getRestoreJob } from '@/lib/ops/backup'
import type { RestoreJob } from '@/lib/ops/backup-shapes'
import { routes } from '@/lib/routes'
import { JsonView } from '../data/json-view'
import { Panel } from '../data/panel'
import { Copyable } from '../ui/copyable'
import { Facts, ThingHead } from '../ui/page'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import { JobActions } from './job-actions'
import { JobEnd } from './job-end'
import { toJobRow } from './job-row'
import { Parts } from './parts'
import { Route } from './route'
import { restoreStyles } from './status-styles'
import { kindSays, momentOf } from './words'

type Place = { groupId: string; clusterName: string }

const meaning: Record<string, string> = {
  running: 'A restore takes about four minutes, and longer for large clusters.',
  ready: 'The snapshot is ready to download until its links expire.',
  finished: 'The target now holds the restored data.',
  failed: 'Atlas gives no reason. The target may have lost its data: check it, then restore again.',
  expired: 'The links have expired. Download the snapshot again.',
  cancelled: 'The target may have lost its data: check it before you use it.',
}

/** One restore job: its source and target, its state, and the raw response. */
export function JobView({ place, jobId }: { place: Place; jobId: string }) {
  const { groupId, clusterName } = place
  const query = useQuery(read(getRestoreJob, { ...place, restoreJobId: jobId }))
  const now = useNow(1000)
  const job = query.data?.misfit ? undefined : query.data?.data
  const row = job && toJobRow(job, place, now)
  return (
    <>
      <ThingHead
        title={job ? kindSays(job.deliveryType) : 'Restore job'}
        back={{ label: 'Backup', href: routes.backup(groupId, clusterName) }}
        badges={row && <StateBadge styles={restoreStyles} state={row.state} />}
        lead={row && meaning[row.state]}
        actions={row && <JobActions row={row} />}
      />
      <div className="grid grid-cols-1 gap-4">
        <Panel query={query} title="Source and target" isEmpty="never" skeletonRows={4}>
          {(data) => (
            <div className="grid gap-5 p-4">
              <Route source={place} target={targetOf(data)} />
              <Facts
                className="border-line border-t pt-4 sm:grid-cols-[auto_1fr_auto_1fr]"
                items={factsOf(data, place, now)}
              />
            </div>
          )}
        </Panel>
        {job && <Parts job={job} />}
        {job && (
          <details className="rounded-lg border border-line bg-surface">
            <summary className="min-h-11 px-4 py-2.5 font-semibold text-base">
              Raw Atlas response
            </summary>
            <div className="border-line border-t p-4">
              <JsonView value={job} label="The restore job" />
            </div>
          </details>
        )}
      </div>
    </>
  )
}

const targetOf = (job: RestoreJob) =>
  job.deliveryType === 'download'
    ? undefined
    : { groupId: job.targetGroupId, clusterName: job.targetClusterName }

function factsOf(
  job: RestoreJob,
  place: Place,
  now: number,
): ReadonlyArray<readonly [string, ReactNode]> {
  const row = toJobRow(job, place, now)
  const moment = momentOf(job)
  return [
    ['Snapshot time', moment ? <Time key="m" at={moment} exact /> : '–'],
    ['Started', row.started ? <Time key="s" at={row.started} exact /> : '–'],
    ['Progress', <JobEnd key="e" row={row} />],
    [
      'Snapshot',
      job.snapshotId ? <Copyable key="n" value={job.snapshotId} what="snapshot ID" /> : 'none',
    ],
    ['Job', <Copyable key="j" value={job.id} what="job ID" />],
    ...(job.oplogTs ? [['Oplog entry', `${job.oplogTs}:${job.oplogInc ?? '?'}`] as const] : []),
  ]
}

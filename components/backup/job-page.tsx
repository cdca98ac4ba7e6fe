'use client'
import { useQuery } from '@tanstack/react-query'
import { useNow } from '@/lib/client/use-now'
import { read } from '@/lib/client/use-op'
import { routes } from '@/lib/routes'
import { OpPanel } from '../blocks/op-panel'
import { RowActions } from '../blocks/row-actions'
import { RawAnswer, rawCard } from '../data/raw-answer'
import { useClusterKind } from '../data/use-cluster-kind'
import { Copyable } from '../ui/copyable'
import { Card, ThingHead } from '../ui/page'
import { SkeletonRows } from '../ui/skeleton'
import { StateBadge } from '../ui/state-badge'
import { Time } from '../ui/time'
import type { Job } from './job'
import { jobActions, jobName } from './job-actions'
import { JobEnd } from './job-end'
import { type KindName, kinds, type Place } from './kinds'
import { Parts } from './parts'
import { Route } from './route'
import { jobStyles } from './status-styles'

const meaning: Record<string, string> = {
  running: 'A restore takes about four minutes, and longer for large clusters.',
  ready: 'The snapshot is ready to download until its links expire.',
  finished: 'The target now holds the restored data.',
  failed: 'Atlas gives no reason. The target may have lost its data: check it, then restore again.',
  expired: 'The links have expired. Download the snapshot again.',
  cancelled: 'The target may have lost its data: check it before you use it.',
}

/** One restore job: its source and target, its state, and the raw response. */
export function JobPage({ jobId, ...place }: Place & { jobId: string }) {
  const kind = useClusterKind(place)
  if (kind === undefined)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <SkeletonRows rows={6} />
      </div>
    )
  return <JobView place={place} kind={kind === 'shared' ? 'replicaSet' : kind} jobId={jobId} />
}

function JobView({ place, kind, jobId }: { place: Place; kind: KindName; jobId: string }) {
  const { job: op, toJob, jobsNote } = kinds[kind]
  const input = { ...place, restoreJobId: jobId }
  const { data } = useQuery(read(op, input))
  const now = useNow(1000)
  const job = data && !data.misfit ? toJob(data.data, now) : undefined
  const words = [job && meaning[job.state ?? ''], jobsNote].filter(Boolean).join(' ')
  return (
    <>
      <ThingHead
        title={job?.type ?? 'Restore job'}
        back={{ label: 'Backup', href: routes.backup(place.groupId, place.clusterName) }}
        badges={job && <StateBadge styles={jobStyles} state={job.state} />}
        lead={words}
        actions={
          job && (
            <RowActions
              actions={jobActions[kind]}
              row={job}
              place={place}
              name={jobName(job, place)}
            />
          )
        }
      />
      <div className="grid grid-cols-1 gap-4">
        {job && (
          <Card title="Source and target">
            <div className="p-4">
              <Route source={place} target={job.target} />
            </div>
          </Card>
        )}
        <OpPanel op={op} input={input} title="Details" facts={(raw) => factsOf(toJob(raw, now))} />
        {job && <Parts job={job} />}
        {data && <RawAnswer value={data.data} label="The restore job" look={rawCard} />}
      </div>
    </>
  )
}

const exact = (at: string | undefined) => (at ? <Time key={at} at={at} exact /> : '–')

const factsOf = (job: Job) => [
  ['Snapshot time', exact(job.moment)] as const,
  ['Started', exact(job.started)] as const,
  [
    job.isRunning ? 'Progress' : job.state === 'ready' ? 'Download' : 'Ended',
    <JobEnd key="e" job={job} isLabeled />,
  ] as const,
  [
    'Snapshot',
    job.snapshotId ? <Copyable key="n" value={job.snapshotId} what="snapshot ID" /> : 'None',
  ] as const,
  ['Job', <Copyable key="j" value={job.id} what="job ID" />] as const,
  ...(job.oplogEntry ? [['Oplog entry', job.oplogEntry] as const] : []),
]

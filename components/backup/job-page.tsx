'use client'
import { useClusterKind } from '../data/use-cluster-kind'
import { SkeletonRows } from '../ui/skeleton'
import { FlexJobView } from './flex-job-view'
import { JobView } from './job-view'

/** One restore job, read by the operation for its kind of cluster. */
export function JobPage({
  groupId,
  clusterName,
  jobId,
}: {
  groupId: string
  clusterName: string
  jobId: string
}) {
  const place = { groupId, clusterName }
  const kind = useClusterKind(place)
  if (kind === undefined)
    return (
      <div className="rounded-lg border border-line bg-surface">
        <SkeletonRows rows={6} />
      </div>
    )
  return kind === 'flex' ? (
    <FlexJobView place={place} jobId={jobId} />
  ) : (
    <JobView place={place} jobId={jobId} />
  )
}

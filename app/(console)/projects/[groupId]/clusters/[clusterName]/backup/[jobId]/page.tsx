import { notFound } from 'next/navigation'
import { JobPage } from '@/components/backup/job-page'
import { first, Prefetched } from '@/components/data/prefetched'
import { visible } from '@/lib/format/invisible'
import { getRestoreJob } from '@/lib/ops/backup'
import { getCluster } from '@/lib/ops/clusters'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string; clusterName: string; jobId: string }> }

const named = async ({ params }: Props) => {
  const { groupId, clusterName, jobId } = await params
  return { groupId, clusterName: decodeURIComponent(clusterName), restoreJobId: jobId }
}

export async function generateMetadata(props: Props) {
  return { title: visible(`Restore job of ${(await named(props)).clusterName}`) }
}

export default async function RestoreJobPage(props: Props) {
  const person = await requirePerson()
  const job = await named(props)
  if (!getRestoreJob.input.safeParse(job).success) notFound()
  const { groupId, clusterName, restoreJobId } = job
  return (
    <Prefetched
      as={person}
      reads={[first(getCluster, { groupId, clusterName }), first(getRestoreJob, job)]}
    >
      <JobPage groupId={groupId} clusterName={clusterName} jobId={restoreJobId} />
    </Prefetched>
  )
}

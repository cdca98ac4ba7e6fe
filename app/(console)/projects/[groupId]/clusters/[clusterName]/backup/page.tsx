import { notFound } from 'next/navigation'
import { BackupPage } from '@/components/backup/backup-page'
import { first, Prefetched } from '@/components/data/prefetched'
import { visible } from '@/lib/format/invisible'
import { getCompliancePolicy, listRestoreJobs, listSnapshots } from '@/lib/ops/backup'
import { getCluster } from '@/lib/ops/clusters'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string; clusterName: string }> }

const named = async ({ params }: Props) => {
  const { groupId, clusterName } = await params
  return { groupId, clusterName: decodeURIComponent(clusterName) }
}

export async function generateMetadata(props: Props) {
  return { title: visible(`Backup of ${(await named(props)).clusterName}`) }
}

export default async function ClusterBackupPage(props: Props) {
  const person = await requirePerson()
  const place = await named(props)
  if (!getCluster.input.safeParse(place).success) notFound()
  return (
    <Prefetched
      as={person}
      reads={[
        first(getCluster, place),
        first(listRestoreJobs, place),
        first(listSnapshots, place),
        first(getCompliancePolicy, { groupId: place.groupId }),
      ]}
    >
      <BackupPage {...place} />
    </Prefetched>
  )
}

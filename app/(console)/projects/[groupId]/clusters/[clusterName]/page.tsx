import { notFound } from 'next/navigation'
import { AccessPanel } from '@/components/approvals/access-panel'
import { ClusterHead } from '@/components/clusters/cluster-head'
import { first, Prefetched } from '@/components/data/prefetched'
import { visible } from '@/lib/format/invisible'
import { getCluster } from '@/lib/ops/clusters'
import { getSlot } from '@/lib/ops/slots'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string; clusterName: string }> }

const named = async ({ params }: Props) => {
  const { groupId, clusterName } = await params
  return { groupId, clusterName: decodeURIComponent(clusterName) }
}

export async function generateMetadata(props: Props) {
  return { title: visible((await named(props)).clusterName) }
}

export default async function ClusterPage(props: Props) {
  const person = await requirePerson()
  const place = await named(props)
  if (!getCluster.input.safeParse(place).success) notFound()
  return (
    <Prefetched as={person} reads={[first(getCluster, place), first(getSlot, place)]}>
      <ClusterHead {...place} access={<AccessPanel {...place} />} />
    </Prefetched>
  )
}

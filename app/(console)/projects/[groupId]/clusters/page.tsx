import { notFound } from 'next/navigation'
import { Clusters } from '@/components/clusters/clusters'
import { first, Prefetched } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { listClusters, listFlexClusters } from '@/lib/ops/clusters'
import { listSlots } from '@/lib/ops/slots'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Clusters' }

type Props = { params: Promise<{ groupId: string }> }

export default async function ClustersPage({ params }: Props) {
  const person = await requirePerson()
  const { groupId } = await params
  if (!listClusters.input.safeParse({ groupId }).success) notFound()
  return (
    <Prefetched
      as={person}
      reads={[
        first(listClusters, { groupId }),
        first(listFlexClusters, { groupId }),
        first(listSlots, { groupId }),
      ]}
    >
      <PageHead
        title="Clusters"
        lead="The clusters of this project, and the access MongoDB employees have to them."
      />
      <Clusters groupId={groupId} />
    </Prefetched>
  )
}

import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { SearchPage } from '@/components/search/search-page'
import { visible } from '@/lib/format/invisible'
import { getCluster } from '@/lib/ops/clusters'
import { listSearchIndexes } from '@/lib/ops/search'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string; clusterName: string }> }

const placeOf = async ({ params }: Props) => {
  const { groupId, clusterName } = await params
  return { groupId, clusterName: decodeURIComponent(clusterName) }
}

export async function generateMetadata(props: Props) {
  return { title: visible(`Search of ${(await placeOf(props)).clusterName}`) }
}

export default async function ClusterSearchPage(props: Props) {
  const person = await requirePerson()
  const place = await placeOf(props)
  if (!listSearchIndexes.input.safeParse(place).success) notFound()
  return (
    <Prefetched as={person} reads={[first(listSearchIndexes, place), first(getCluster, place)]}>
      <SearchPage {...place} />
    </Prefetched>
  )
}

import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { IndexPage } from '@/components/search/index-page'
import { visible } from '@/lib/format/invisible'
import { getSearchIndex } from '@/lib/ops/search'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string; clusterName: string; indexId: string }> }

const placeOf = async ({ params }: Props) => {
  const { groupId, clusterName, indexId } = await params
  return { groupId, clusterName: decodeURIComponent(clusterName), indexId }
}

export async function generateMetadata(props: Props) {
  return { title: visible(`Search index of ${(await placeOf(props)).clusterName}`) }
}

export default async function SearchIndexPage(props: Props) {
  const person = await requirePerson()
  const place = await placeOf(props)
  if (!getSearchIndex.input.safeParse(place).success) notFound()
  return (
    <Prefetched as={person} reads={[first(getSearchIndex, place)]}>
      <IndexPage {...place} />
    </Prefetched>
  )
}

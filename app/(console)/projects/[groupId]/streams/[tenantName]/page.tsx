import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { WorkspacePage } from '@/components/streams/workspace-page'
import { visible } from '@/lib/format/invisible'
import { listProcessors } from '@/lib/ops/stream-processors'
import { getWorkspace } from '@/lib/ops/streams'
import { requirePerson } from '@/lib/server/person'

type Props = { params: Promise<{ groupId: string; tenantName: string }> }

const named = async ({ params }: Props) => {
  const { groupId, tenantName } = await params
  return { groupId, tenantName: decodeURIComponent(tenantName) }
}

export async function generateMetadata(props: Props) {
  return { title: visible((await named(props)).tenantName) }
}

export default async function Page(props: Props) {
  const person = await requirePerson()
  const place = await named(props)
  if (!getWorkspace.input.safeParse(place).success) notFound()
  return (
    <Prefetched as={person} reads={[first(getWorkspace, place), first(listProcessors, place)]}>
      <WorkspacePage {...place} />
    </Prefetched>
  )
}

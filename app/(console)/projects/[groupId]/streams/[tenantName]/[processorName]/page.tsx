import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { ProcessorPage } from '@/components/streams/processor-page'
import { visible } from '@/lib/format/invisible'
import { listGuided } from '@/lib/ops/guided'
import { getProcessor } from '@/lib/ops/stream-processors'
import { getWorkspace } from '@/lib/ops/streams'
import { requirePerson } from '@/lib/server/person'

type Props = {
  params: Promise<{ groupId: string; tenantName: string; processorName: string }>
}

const named = async ({ params }: Props) => {
  const { groupId, tenantName, processorName } = await params
  return {
    groupId,
    tenantName: decodeURIComponent(tenantName),
    processorName: decodeURIComponent(processorName),
  }
}

export async function generateMetadata(props: Props) {
  return { title: visible((await named(props)).processorName) }
}

export default async function Page(props: Props) {
  const person = await requirePerson()
  const one = await named(props)
  if (!getProcessor.input.safeParse(one).success) notFound()
  const { groupId, tenantName } = one
  return (
    <Prefetched
      as={person}
      reads={[
        first(getProcessor, one),
        first(getWorkspace, { groupId, tenantName }),
        first(listGuided, { groupId }),
      ]}
    >
      <ProcessorPage {...one} />
    </Prefetched>
  )
}

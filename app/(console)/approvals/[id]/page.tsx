import { notFound } from 'next/navigation'
import { RequestPage } from '@/components/approvals/card/request-page'
import { first, Prefetched } from '@/components/data/prefetched'
import { getRequest } from '@/lib/ops/requests'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Request' }

type Props = { params: Promise<{ id: string }> }

export default async function RequestRoute({ params }: Props) {
  const person = await requirePerson()
  const { id } = await params
  if (!getRequest.input.safeParse({ requestId: id }).success) notFound()
  return (
    <Prefetched as={person} reads={[first(getRequest, { requestId: id })]}>
      <RequestPage requestId={id} />
    </Prefetched>
  )
}

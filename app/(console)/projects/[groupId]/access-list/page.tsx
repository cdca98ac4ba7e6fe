import { notFound } from 'next/navigation'
import { AccessPage } from '@/components/access-list/access-page'
import { first, Prefetched } from '@/components/data/prefetched'
import { listAccess } from '@/lib/ops/access-list'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'IP access list' }

type Props = { params: Promise<{ groupId: string }> }

export default async function AccessListPage({ params }: Props) {
  const person = await requirePerson()
  const { groupId } = await params
  if (!listAccess.input.safeParse({ groupId }).success) notFound()
  return (
    <Prefetched as={person} reads={[first(listAccess, { groupId })]}>
      <AccessPage groupId={groupId} />
    </Prefetched>
  )
}

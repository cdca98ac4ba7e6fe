import { cookies } from 'next/headers'
import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { StreamsPage } from '@/components/streams/streams-page'
import { accountCookie } from '@/lib/client/preferences'
import { listGuided } from '@/lib/ops/guided'
import { listWorkspaces } from '@/lib/ops/streams'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Streams' }

type Props = { params: Promise<{ groupId: string }> }

export default async function Page({ params }: Props) {
  const person = await requirePerson()
  const { groupId } = await params
  if (!listWorkspaces.input.safeParse({ groupId }).success) notFound()
  const account = (await cookies()).get(accountCookie)?.value
  return (
    <Prefetched
      as={person}
      reads={[first(listWorkspaces, { groupId }), first(listGuided, { groupId })]}
    >
      <StreamsPage groupId={groupId} account={account} />
    </Prefetched>
  )
}

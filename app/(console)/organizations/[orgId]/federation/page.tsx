import { notFound } from 'next/navigation'
import { Prefetched } from '@/components/data/prefetched'
import { FederationPage } from '@/components/federation/federation-page'
import { findFederation } from '@/lib/ops/federation'
import { requirePerson } from '@/lib/server/person'
import { firstReads } from './first-reads'

export const metadata = { title: 'Federation' }

type Props = { params: Promise<{ orgId: string }> }

export default async function Page({ params }: Props) {
  const person = await requirePerson()
  const { orgId } = await params
  if (!findFederation.input.safeParse({ orgId }).success) notFound()
  return (
    <Prefetched as={person} reads={await firstReads(orgId, person)}>
      <FederationPage orgId={orgId} />
    </Prefetched>
  )
}

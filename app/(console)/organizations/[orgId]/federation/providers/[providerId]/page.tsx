import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { ProviderPage } from '@/components/federation/provider-page'
import { findFederation } from '@/lib/ops/federation'
import { identityProviderId } from '@/lib/ops/federation-shapes'
import { getProvider } from '@/lib/ops/identity-providers'
import { requirePerson } from '@/lib/server/person'
import { firstReads } from '../../first-reads'

export const metadata = { title: 'Identity provider' }

type Props = { params: Promise<{ orgId: string; providerId: string }> }

export default async function Page({ params }: Props) {
  const person = await requirePerson()
  const { orgId, providerId } = await params
  if (!findFederation.input.safeParse({ orgId }).success) notFound()
  if (!identityProviderId.safeParse(providerId).success) notFound()
  const reads = await firstReads(orgId, person, (federationSettingsId) => [
    first(getProvider, { federationSettingsId, identityProviderId: providerId }),
  ])
  return (
    <Prefetched as={person} reads={reads}>
      <ProviderPage orgId={orgId} providerId={providerId} />
    </Prefetched>
  )
}

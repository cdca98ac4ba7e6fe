import { notFound } from 'next/navigation'
import { first, Prefetched } from '@/components/data/prefetched'
import { OrgPage } from '@/components/federation/org-page'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import { findFederation } from '@/lib/ops/federation'
import { requirePerson } from '@/lib/server/person'
import { firstReads } from '../../first-reads'

export const metadata = { title: 'Connected organization' }

type Props = { params: Promise<{ orgId: string; connectedOrgId: string }> }

export default async function Page({ params }: Props) {
  const person = await requirePerson()
  const { orgId, connectedOrgId } = await params
  for (const id of [orgId, connectedOrgId])
    if (!findFederation.input.safeParse({ orgId: id }).success) notFound()
  const reads = await firstReads(orgId, person, (federationSettingsId) => [
    first(getConnectedOrg, { federationSettingsId, orgId: connectedOrgId }),
  ])
  return (
    <Prefetched as={person} reads={reads}>
      <OrgPage orgId={orgId} connectedOrgId={connectedOrgId} />
    </Prefetched>
  )
}

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { OrgPage } from '@/components/federation/org-page'
import { getConnectedOrg } from '@/lib/ops/connected-orgs'
import { orgId as anOrgId } from '@/lib/ops/shapes'
import { firstReads } from '../../first-reads'

const page = consolePage('connectedOrg', {
  title: () => 'Connected organization',
  isAddress: ({ connectedOrgId }) => anOrgId.safeParse(connectedOrgId).success,
  reads: ({ orgId, connectedOrgId }, person) =>
    firstReads(orgId, person, (federationSettingsId) => [
      first(getConnectedOrg, { federationSettingsId, orgId: connectedOrgId }),
    ]),
  show: OrgPage,
})
export const { generateMetadata } = page
export default page.Page

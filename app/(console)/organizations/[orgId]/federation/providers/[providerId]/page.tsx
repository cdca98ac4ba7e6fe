import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { ProviderPage } from '@/components/federation/provider-page'
import { identityProviderId } from '@/lib/ops/federation-shapes'
import { getProvider } from '@/lib/ops/identity-providers'
import { firstReads } from '../../first-reads'

const page = consolePage('identityProvider', {
  title: () => 'Identity provider',
  isAddress: ({ providerId }) => identityProviderId.safeParse(providerId).success,
  reads: ({ orgId, providerId }, person) =>
    firstReads(orgId, person, (federationSettingsId) => [
      first(getProvider, { federationSettingsId, identityProviderId: providerId }),
    ]),
  show: ProviderPage,
})
export const { generateMetadata } = page
export default page.Page

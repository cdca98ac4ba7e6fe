import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { FederatedDatabasePage } from '@/components/data-federation/database-page'
import { PageHead } from '@/components/ui/page'
import { getFederatedDatabase, listQueryLimits } from '@/lib/ops/data-federation'
import { routes } from '@/lib/routes'

const page = consolePage('federatedDatabase', {
  title: ({ tenantName }) => tenantName,
  reads: (place) => [first(getFederatedDatabase, place), first(listQueryLimits, place)],
  show: (place) => (
    <>
      <PageHead
        back={{ label: 'Data federation', href: routes.dataFederation(place.groupId) }}
        title={place.tenantName}
        lead="Federated database"
      />
      <FederatedDatabasePage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

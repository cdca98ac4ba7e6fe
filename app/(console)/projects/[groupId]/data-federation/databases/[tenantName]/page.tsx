import { consolePage } from '@/app/console-page'
import { FederatedDatabasePage } from '@/components/data-federation/database-page'
import { getFederatedDatabase, listQueryLimits } from '@/lib/ops/data-federation'

const page = consolePage('federatedDatabase', {
  title: ({ tenantName }) => tenantName,
  reads: [getFederatedDatabase, listQueryLimits],
  head: ({ tenantName }) => ({ title: tenantName, lead: 'Federated database' }),
  show: FederatedDatabasePage,
})
export const { generateMetadata } = page
export default page.Page

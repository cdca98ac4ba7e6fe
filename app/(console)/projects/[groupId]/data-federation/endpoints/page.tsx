import { consolePage } from '@/app/console-page'
import { DataEndpoints } from '@/components/data-endpoints/data-endpoints'
import { listDataEndpoints } from '@/lib/ops/data-endpoints'

const page = consolePage('dataEndpoints', {
  reads: [listDataEndpoints],
  head: {
    lead: 'Connections from your own networks to the federated databases and online archives of this project.',
  },
  show: DataEndpoints,
})
export const { generateMetadata } = page
export default page.Page

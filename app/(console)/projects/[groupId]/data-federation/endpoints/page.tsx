import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { DataEndpoints } from '@/components/data-endpoints/data-endpoints'
import { PageHead } from '@/components/ui/page'
import { listDataEndpoints } from '@/lib/ops/data-endpoints'
import { routes } from '@/lib/routes'

const page = consolePage('dataEndpoints', {
  reads: (place) => [first(listDataEndpoints, place)],
  show: (place) => (
    <>
      <PageHead
        back={{ label: 'Data federation', href: routes.dataFederation(place.groupId) }}
        title="Data federation endpoints"
        lead="Connections from your own networks to the federated databases and online archives of this project."
      />
      <DataEndpoints {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

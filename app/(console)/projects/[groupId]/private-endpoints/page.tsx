import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { EndpointServices } from '@/components/private-endpoints/services'
import { PageHead } from '@/components/ui/page'
import { listEndpointServices } from '@/lib/ops/endpoint-services'

const page = consolePage('privateEndpoints', {
  reads: (place) => [first(listEndpointServices, { ...place, cloudProvider: 'AWS' })],
  show: (place) => (
    <>
      <PageHead
        title="Private endpoints"
        lead="Connections from your own networks to the clusters of this project, without the internet."
      />
      <EndpointServices {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

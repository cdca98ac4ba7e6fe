import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { EndpointServices } from '@/components/private-endpoints/services'
import { listEndpointServices } from '@/lib/ops/endpoint-services'

const page = consolePage('privateEndpoints', {
  reads: (place) => [first(listEndpointServices, { ...place, cloudProvider: 'AWS' })],
  head: {
    lead: 'Connections from your own networks to the clusters of this project, without the internet.',
  },
  show: EndpointServices,
})
export const { generateMetadata } = page
export default page.Page

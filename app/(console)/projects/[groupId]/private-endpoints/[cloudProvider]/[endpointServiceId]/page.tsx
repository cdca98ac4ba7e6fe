import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { ServicePage } from '@/components/private-endpoints/service-page'
import type { Cloud } from '@/lib/ops/clouds'
import { getEndpointService } from '@/lib/ops/endpoint-services'
import type { PlaceOf } from '@/lib/routes'

/** The reads of the page refuse an address with another cloud. */
const typed = (place: PlaceOf<'endpointService'>) => ({
  ...place,
  cloudProvider: place.cloudProvider as Cloud,
})

const page = consolePage('endpointService', {
  reads: (place) => [first(getEndpointService, typed(place))],
  show: (place) => <ServicePage {...typed(place)} />,
})
export const { generateMetadata } = page
export default page.Page

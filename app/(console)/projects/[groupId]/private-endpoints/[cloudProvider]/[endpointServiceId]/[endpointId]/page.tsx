import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { EndpointPage } from '@/components/private-endpoints/endpoint-page'
import type { Cloud } from '@/lib/ops/clouds'
import { endpointName } from '@/lib/ops/private-endpoint-shapes'
import { getPrivateEndpoint } from '@/lib/ops/private-endpoints'
import type { PlaceOf } from '@/lib/routes'

/** The reads of the page refuse an address with another cloud. */
const typed = (place: PlaceOf<'privateEndpoint'>) => ({
  ...place,
  cloudProvider: place.cloudProvider as Cloud,
})

const page = consolePage('privateEndpoint', {
  title: ({ endpointId }) => `Private endpoint ${endpointName(endpointId)}`,
  reads: (place) => [first(getPrivateEndpoint, typed(place))],
  show: (place) => <EndpointPage {...typed(place)} />,
})
export const { generateMetadata } = page
export default page.Page

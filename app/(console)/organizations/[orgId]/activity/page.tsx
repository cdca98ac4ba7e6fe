import { consolePage } from '@/app/console-page'
import { Activity } from '@/components/activity/activity'
import { orgId } from '@/lib/ops/shapes'

const page = consolePage('orgActivity', {
  isAddress: (place) => orgId.safeParse(place.orgId).success,
  head: {
    lead: 'Atlas’s events in this organization, including changes made outside Gatehouse.',
  },
  show: (place) => <Activity place={place} />,
})
export const { generateMetadata } = page
export default page.Page

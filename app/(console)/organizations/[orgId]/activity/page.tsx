import { consolePage } from '@/app/console-page'
import { Activity } from '@/components/activity/activity'
import { orgId } from '@/lib/ops/shapes'

const page = consolePage('orgActivity', {
  isAddress: (place) => orgId.safeParse(place.orgId).success,
  head: {
    lead: 'What happened in this organization, in Gatehouse and anywhere else, as Atlas recorded it.',
  },
  show: (place) => <Activity place={place} />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { Activity } from '@/components/activity/activity'
import { projectId } from '@/lib/ops/shapes'

const page = consolePage('activity', {
  isAddress: ({ groupId }) => projectId.safeParse(groupId).success,
  head: {
    lead: 'Atlas’s events in this project, including changes made outside Gatehouse.',
  },
  show: (place) => <Activity place={place} />,
})
export const { generateMetadata } = page
export default page.Page

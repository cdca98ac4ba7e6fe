import { consolePage } from '@/app/console-page'
import { Activity } from '@/components/activity/activity'
import { projectId } from '@/lib/ops/shapes'

const page = consolePage('activity', {
  isAddress: ({ groupId }) => projectId.safeParse(groupId).success,
  head: {
    lead: 'What happened in this project, in Gatehouse and anywhere else, as Atlas recorded it.',
  },
  show: (place) => <Activity place={place} />,
})
export const { generateMetadata } = page
export default page.Page

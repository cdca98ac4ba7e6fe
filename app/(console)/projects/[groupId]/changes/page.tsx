import { consolePage } from '@/app/console-page'
import { Changes } from '@/components/history/changes'
import { projectId } from '@/lib/ops/shapes'

const page = consolePage('changes', {
  isAddress: ({ groupId }) => projectId.safeParse(groupId).success,
  head: {
    lead: 'Who changed what in this project. Changes made outside Gatehouse come from Atlas’s events.',
  },
  show: (place) => <Changes {...place} />,
})
export const { generateMetadata } = page
export default page.Page

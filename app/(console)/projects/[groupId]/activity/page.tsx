import { consolePage } from '@/app/console-page'
import { Activity } from '@/components/activity/activity'
import { PageHead } from '@/components/ui/page'
import { projectId } from '@/lib/ops/shapes'

const page = consolePage('activity', {
  isAddress: ({ groupId }) => projectId.safeParse(groupId).success,
  show: (place) => (
    <>
      <PageHead
        title="Activity"
        lead="What happened in this project, in Gatehouse and anywhere else, as Atlas recorded it."
      />
      <Activity place={place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { WorkspacePage } from '@/components/streams/workspace-page'
import { listProcessors } from '@/lib/ops/stream-processors'
import { getWorkspace } from '@/lib/ops/streams'

const page = consolePage('streamWorkspace', {
  title: ({ tenantName }) => tenantName,
  reads: (place) => [first(getWorkspace, place), first(listProcessors, place)],
  show: (place) => <WorkspacePage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

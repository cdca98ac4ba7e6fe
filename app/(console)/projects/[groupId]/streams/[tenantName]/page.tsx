import { consolePage } from '@/app/console-page'
import { WorkspacePage } from '@/components/streams/workspace-page'
import { listGuided } from '@/lib/ops/guided'
import { listProcessors } from '@/lib/ops/stream-processors'
import { getWorkspace } from '@/lib/ops/streams'

const page = consolePage('streamWorkspace', {
  title: ({ tenantName }) => tenantName,
  reads: [getWorkspace, listProcessors, listGuided],
  show: WorkspacePage,
})
export const { generateMetadata } = page
export default page.Page

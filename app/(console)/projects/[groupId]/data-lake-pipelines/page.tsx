import { consolePage } from '@/app/console-page'
import { PipelineSuccessors, Pipelines } from '@/components/pipelines/pipelines'
import { listPipelines } from '@/lib/ops/pipelines'

const page = consolePage('pipelines', {
  reads: [listPipelines],
  head: (place) => ({ lead: <PipelineSuccessors {...place} /> }),
  show: Pipelines,
})
export const { generateMetadata } = page
export default page.Page

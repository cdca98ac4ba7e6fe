import { consolePage } from '@/app/console-page'
import { PipelinePage, PipelineSuccessors } from '@/components/pipelines/pipelines'
import { getPipeline } from '@/lib/ops/pipelines'

const page = consolePage('pipeline', {
  title: ({ pipelineName }) => pipelineName,
  reads: [getPipeline],
  head: (place) => ({ title: place.pipelineName, lead: <PipelineSuccessors {...place} /> }),
  show: PipelinePage,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { PipelineSuccessors, Pipelines } from '@/components/pipelines/pipelines'
import { PageHead } from '@/components/ui/page'
import { listPipelines } from '@/lib/ops/pipelines'

const page = consolePage('pipelines', {
  reads: (place) => [first(listPipelines, place)],
  show: (place) => (
    <>
      <PageHead title="Data lake pipelines" lead={<PipelineSuccessors {...place} />} />
      <Pipelines {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

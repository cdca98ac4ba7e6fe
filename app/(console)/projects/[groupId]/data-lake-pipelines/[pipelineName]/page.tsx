import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { PipelinePage, PipelineSuccessors } from '@/components/pipelines/pipelines'
import { PageHead } from '@/components/ui/page'
import { getPipeline } from '@/lib/ops/pipelines'
import { routes } from '@/lib/routes'

const page = consolePage('pipeline', {
  title: ({ pipelineName }) => pipelineName,
  reads: (place) => [first(getPipeline, place)],
  show: (place) => (
    <>
      <PageHead
        back={{ label: 'Data lake pipelines', href: routes.pipelines(place.groupId) }}
        title={place.pipelineName}
        lead={<PipelineSuccessors {...place} />}
      />
      <PipelinePage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

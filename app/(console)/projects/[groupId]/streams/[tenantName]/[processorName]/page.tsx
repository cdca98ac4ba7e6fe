import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { ProcessorPage } from '@/components/streams/processor-page'
import { listGuided } from '@/lib/ops/guided'
import { getProcessor } from '@/lib/ops/stream-processors'
import { getWorkspace } from '@/lib/ops/streams'

const page = consolePage('streamProcessor', {
  title: ({ processorName }) => processorName,
  reads: (place) => {
    const { processorName: _, ...workspace } = place
    return [
      first(getProcessor, place),
      first(getWorkspace, workspace),
      first(listGuided, { groupId: place.groupId }),
    ]
  },
  show: (place) => <ProcessorPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

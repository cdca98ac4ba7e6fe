import { consolePage } from '@/app/console-page'
import { ProcessorPage } from '@/components/streams/processor-page'
import { listGuided } from '@/lib/ops/guided'
import { getProcessor } from '@/lib/ops/stream-processors'
import { getWorkspace } from '@/lib/ops/streams'

const page = consolePage('streamProcessor', {
  title: ({ processorName }) => processorName,
  reads: [getProcessor, getWorkspace, listGuided],
  show: ProcessorPage,
})
export const { generateMetadata } = page
export default page.Page

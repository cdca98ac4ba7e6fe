import { consolePage } from '@/app/console-page'
import { ProcessPage } from '@/components/processes/process-page'
import { getProcess, listProcessDatabases, listProcessDisks } from '@/lib/ops/processes'

const page = consolePage('process', {
  reads: [getProcess, listProcessDatabases, listProcessDisks],
  head: ({ processId }) => ({ title: processId }),
  show: ProcessPage,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { Processes } from '@/components/processes/processes'
import { listProcesses } from '@/lib/ops/processes'

const page = consolePage('processes', {
  reads: [listProcesses],
  head: {
    lead: 'The MongoDB processes of this project’s clusters, with their measurements, databases and disks.',
  },
  show: Processes,
})
export const { generateMetadata } = page
export default page.Page

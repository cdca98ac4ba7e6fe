import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { Processes } from '@/components/processes/processes'
import { PageHead } from '@/components/ui/page'
import { listProcesses } from '@/lib/ops/processes'

const page = consolePage('processes', {
  reads: (place) => [first(listProcesses, place)],
  show: (place) => (
    <>
      <PageHead
        title="Processes"
        lead="The MongoDB processes of this project’s clusters, with their measurements, databases and disks."
      />
      <Processes {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

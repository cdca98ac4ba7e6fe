import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { ProcessPage } from '@/components/processes/process-page'
import { PageHead } from '@/components/ui/page'
import { getProcess, listProcessDatabases, listProcessDisks } from '@/lib/ops/processes'
import { routes } from '@/lib/routes'

const page = consolePage('process', {
  reads: (place) => [
    first(getProcess, place),
    first(listProcessDatabases, place),
    first(listProcessDisks, place),
  ],
  show: (place) => (
    <>
      <PageHead
        back={{ label: 'Processes', href: routes.processes(place.groupId) }}
        title={place.processId}
      />
      <ProcessPage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { Clusters } from '@/components/clusters/clusters'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { listClusters } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { listSlots } from '@/lib/ops/slots'

const page = consolePage('clusters', {
  reads: (place) => [
    first(listClusters, place),
    first(listFlexClusters, place),
    first(listSlots, place),
  ],
  show: (place) => (
    <>
      <PageHead
        title="Clusters"
        lead="The clusters of this project, and the access MongoDB employees have to them."
      />
      <Clusters {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

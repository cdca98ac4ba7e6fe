import { consolePage } from '@/app/console-page'
import { Clusters } from '@/components/clusters/clusters'
import { listClusters } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'
import { listSlots } from '@/lib/ops/slots'

const page = consolePage('clusters', {
  reads: [listClusters, listFlexClusters, listSlots],
  head: { lead: 'The clusters of this project, and the access MongoDB employees have to them.' },
  show: Clusters,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { AuditingPage } from '@/components/auditing/auditing-page'
import { getAuditing } from '@/lib/ops/auditing'
import { listClusters } from '@/lib/ops/clusters'
import { listFlexClusters } from '@/lib/ops/flex-clusters'

const page = consolePage('auditing', {
  reads: [listClusters, listFlexClusters, getAuditing],
  head: {
    lead: 'What MongoDB records about the people and programs that use the clusters of this project.',
  },
  show: AuditingPage,
})
export const { generateMetadata } = page
export default page.Page

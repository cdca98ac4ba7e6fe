import { consolePage } from '@/app/console-page'
import { AccessPanel } from '@/components/approvals/employee-access/access-panel'
import { ClusterHead } from '@/components/clusters/cluster-head'
import { getSlot } from '@/lib/ops/slots'
import { clusterReads } from './cluster-reads'

const page = consolePage('cluster', {
  title: ({ clusterName }) => clusterName,
  reads: clusterReads(getSlot),
  show: (place) => <ClusterHead {...place} access={<AccessPanel {...place} />} />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { HotNamespaces } from '@/components/namespaces/hot-namespaces'
import { getCluster } from '@/lib/ops/clusters'
import { listPinned } from '@/lib/ops/namespaces'

const page = consolePage('hotNamespaces', {
  reads: [getCluster, listPinned],
  show: HotNamespaces,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { HotNamespaces } from '@/components/namespaces/hot-namespaces'
import { getCluster } from '@/lib/ops/clusters'
import { listPinned } from '@/lib/ops/namespaces'

const page = consolePage('hotNamespaces', {
  reads: (place) => [first(getCluster, place), first(listPinned, place)],
  show: (place) => <HotNamespaces {...place} />,
})
export const { generateMetadata } = page
export default page.Page

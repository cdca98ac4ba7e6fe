import { consolePage } from '@/app/console-page'
import { HotNamespaces } from '@/components/namespaces/hot-namespaces'
import { listPinned } from '@/lib/ops/namespaces'
import { listProcesses } from '@/lib/ops/processes'
import { clusterReads } from '../cluster-reads'

const page = consolePage('hotNamespaces', {
  reads: clusterReads(listPinned, listProcesses),
  show: HotNamespaces,
})
export const { generateMetadata } = page
export default page.Page

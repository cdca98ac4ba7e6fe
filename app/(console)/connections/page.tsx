import { consolePage } from '@/app/console-page'
import { ConnectionsPage } from '@/components/connections/connections-page'
import { first } from '@/components/data/prefetched'
import { listConnections } from '@/lib/ops/connections'

const page = consolePage('connections', {
  reads: () => [first(listConnections, {})],
  show: () => <ConnectionsPage />,
})
export const { generateMetadata } = page
export default page.Page

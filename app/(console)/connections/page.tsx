import { consolePage } from '@/app/console-page'
import { ConnectionsPage } from '@/components/connections/connections-page'
import { listConnections } from '@/lib/ops/connections'

const page = consolePage('connections', {
  reads: [listConnections],
  show: ConnectionsPage,
})
export const { generateMetadata } = page
export default page.Page

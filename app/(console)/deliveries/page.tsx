import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { DeliveriesPage } from '@/components/notifications/deliveries-page'
import { listChannels } from '@/lib/ops/notifications'

const page = consolePage('deliveries', {
  reads: () => [first(listChannels, {})],
  show: () => <DeliveriesPage />,
})
export const { generateMetadata } = page
export default page.Page

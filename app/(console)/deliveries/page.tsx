import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { DeliveriesPage } from '@/components/notifications/deliveries-page'
import { listChannels, listDeliveries } from '@/lib/ops/notifications'

const page = consolePage('deliveries', {
  reads: () => [first(listChannels, {}), first(listDeliveries, { state: 'dead' })],
  show: () => <DeliveriesPage />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { NotificationsPage } from '@/components/notifications/notifications-page'
import { myNotifications } from '@/lib/ops/notifications'

const page = consolePage('notifications', {
  reads: () => [first(myNotifications, {})],
  show: () => <NotificationsPage />,
})
export const { generateMetadata } = page
export default page.Page

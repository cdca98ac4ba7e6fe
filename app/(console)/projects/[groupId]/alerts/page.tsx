import { consolePage } from '@/app/console-page'
import { Alerts } from '@/components/alerts/alerts'
import { first } from '@/components/data/prefetched'
import { listAlerts } from '@/lib/ops/alerts'

const page = consolePage('alerts', {
  reads: ({ groupId }) => [first(listAlerts, { groupId, status: 'OPEN' })],
  head: {
    lead: 'Conditions that Atlas found in this project. Acknowledge an alert to pause its notifications.',
  },
  show: Alerts,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { MaintenancePage } from '@/components/maintenance/maintenance-page'
import { getMaintenanceWindow } from '@/lib/ops/maintenance'

const page = consolePage('maintenance', {
  reads: [getMaintenanceWindow],
  head: { lead: 'When Atlas may restart the clusters of this project to update them.' },
  show: MaintenancePage,
})
export const { generateMetadata } = page
export default page.Page

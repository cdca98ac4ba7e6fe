import { consolePage } from '@/app/console-page'
import { AlertConfigs } from '@/components/alert-configs/alert-configs'
import { listAlertConfigs } from '@/lib/ops/alert-configs'

const page = consolePage('alertConfigs', {
  head: { lead: 'What Atlas watches in this project. Turn one off to stop its alerts.' },
  reads: [listAlertConfigs],
  show: AlertConfigs,
})
export const { generateMetadata } = page
export default page.Page

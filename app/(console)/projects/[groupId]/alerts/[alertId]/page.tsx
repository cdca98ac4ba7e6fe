import { consolePage } from '@/app/console-page'
import { AlertPage } from '@/components/alerts/alert-page'
import { getAlert } from '@/lib/ops/alerts'

const page = consolePage('alert', {
  reads: [getAlert],
  show: AlertPage,
})
export const { generateMetadata } = page
export default page.Page

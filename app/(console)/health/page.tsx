import { consolePage } from '@/app/console-page'
import { HealthPage } from '@/components/health/health-page'
import { getHealth } from '@/lib/ops/health'

const page = consolePage('health', {
  reads: [getHealth],
  show: HealthPage,
})
export const { generateMetadata } = page
export default page.Page

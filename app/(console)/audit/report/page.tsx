import { consolePage } from '@/app/console-page'
import { ReportPage } from '@/components/audit/report-page'

const page = consolePage('auditReport', { show: ReportPage })
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { AuditPage } from '@/components/audit/audit-page'

const page = consolePage('audit', { show: AuditPage })
export const { generateMetadata } = page
export default page.Page

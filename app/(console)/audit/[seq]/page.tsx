import { consolePage } from '@/app/console-page'
import { AuditRowPage } from '@/components/audit/row-page'
import { first } from '@/components/data/prefetched'
import { getAuditRow } from '@/lib/ops/audit'

const page = consolePage('auditRow', {
  reads: ({ seq }) => [first(getAuditRow, { seq })],
  show: ({ seq }) => <AuditRowPage seq={seq} />,
})
export const { generateMetadata } = page
export default page.Page

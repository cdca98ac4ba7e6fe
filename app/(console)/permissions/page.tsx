import { consolePage } from '@/app/console-page'
import { Permissions } from '@/components/permissions/permissions'
import { listOps } from '@/lib/ops/operations'

const page = consolePage('permissions', {
  reads: [listOps],
  head: { lead: 'Every operation, who can run it, and the Atlas call behind it.' },
  show: Permissions,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { ExplorerPage } from '@/components/explorer/explorer-page'
import { listAtlasOperations } from '@/lib/ops/explorer'

const page = consolePage('explorer', {
  head: {
    lead: 'Every operation of the Atlas Admin API. Roles, approvals and the audit log apply here too.',
  },
  reads: [listAtlasOperations],
  show: ExplorerPage,
})
export const { generateMetadata } = page
export default page.Page

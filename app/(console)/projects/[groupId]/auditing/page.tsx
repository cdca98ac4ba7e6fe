import { consolePage } from '@/app/console-page'
import { AuditingPage } from '@/components/auditing/auditing-page'
import { getAuditing } from '@/lib/ops/auditing'

const page = consolePage('auditing', {
  reads: [getAuditing],
  head: {
    lead: 'What MongoDB records about the people and programs that use the clusters of this project.',
  },
  show: AuditingPage,
})
export const { generateMetadata } = page
export default page.Page

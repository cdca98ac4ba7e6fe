import { consolePage } from '@/app/console-page'
import { InboxPage } from '@/components/approvals/inbox/inbox-page'
import { inbox } from '@/lib/ops/inbox'

const page = consolePage('approvals', {
  reads: [inbox],
  show: InboxPage,
})
export const { generateMetadata } = page
export default page.Page

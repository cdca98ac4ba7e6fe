import { consolePage } from '@/app/console-page'
import { SessionsPage } from '@/components/sessions/sessions-page'
import { listSessions } from '@/lib/ops/sessions'

const page = consolePage('sessions', {
  reads: [listSessions],
  show: SessionsPage,
})
export const { generateMetadata } = page
export default page.Page

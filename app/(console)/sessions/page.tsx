import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { SessionsPage } from '@/components/sessions/sessions-page'
import { listSessions } from '@/lib/ops/console'

const page = consolePage('sessions', {
  reads: () => [first(listSessions, {})],
  show: () => <SessionsPage />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { AccountPage } from '@/components/account/account-page'
import { listMySessions } from '@/lib/ops/sessions'

const page = consolePage('account', {
  head: { lead: 'How Gatehouse looks, and where you are signed in.' },
  reads: [listMySessions],
  show: () => <AccountPage />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { DelegationPage } from '@/components/delegation/delegation-page'
import { listDelegations } from '@/lib/ops/delegations'

const page = consolePage('delegation', {
  head: {
    lead: 'Let someone approve requests for you while you are away. They can approve what you can, but can’t delegate it further.',
  },
  reads: [listDelegations],
  show: DelegationPage,
})
export const { generateMetadata } = page
export default page.Page

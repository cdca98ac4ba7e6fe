import { consolePage } from '@/app/console-page'
import { TogetherPage } from '@/components/approvals/together/together-page'
import { first } from '@/components/data/prefetched'
import { getPlan } from '@/lib/ops/plans'

const page = consolePage('requestPlan', {
  title: () => 'Requests sent together',
  reads: ({ plan }) => [first(getPlan, { plan })],
  show: ({ plan }) => <TogetherPage plan={plan} />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { RequestPage } from '@/components/approvals/card/request-page'
import { first } from '@/components/data/prefetched'
import { getRequest } from '@/lib/ops/requests'

const page = consolePage('request', {
  title: () => 'Request',
  reads: ({ id }) => [first(getRequest, { requestId: id })],
  show: ({ id }) => <RequestPage requestId={id} />,
})
export const { generateMetadata } = page
export default page.Page

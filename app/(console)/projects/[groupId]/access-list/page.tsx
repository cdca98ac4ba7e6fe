import { consolePage } from '@/app/console-page'
import { AccessPage } from '@/components/access-list/access-page'
import { first } from '@/components/data/prefetched'
import { listAccess } from '@/lib/ops/access-list'

const page = consolePage('accessList', {
  title: () => 'IP access list',
  reads: (place) => [first(listAccess, place)],
  show: (place) => <AccessPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { AccessPage } from '@/components/access-list/access-page'
import { listAccess } from '@/lib/ops/access-list'

const page = consolePage('accessList', {
  title: () => 'IP access list',
  reads: [listAccess],
  show: AccessPage,
})
export const { generateMetadata } = page
export default page.Page

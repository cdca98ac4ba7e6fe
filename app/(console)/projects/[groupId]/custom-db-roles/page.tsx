import { consolePage } from '@/app/console-page'
import { CustomDbRoles } from '@/components/custom-db-roles/custom-db-roles'
import { listCustomDbRoles } from '@/lib/ops/custom-db-roles'

const page = consolePage('customDbRoles', {
  reads: [listCustomDbRoles],
  head: { lead: 'Roles of this project that its database users can have, besides MongoDB’s own.' },
  show: CustomDbRoles,
})
export const { generateMetadata } = page
export default page.Page

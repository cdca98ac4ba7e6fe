import { consolePage } from '@/app/console-page'
import { CustomDbRoles } from '@/components/custom-db-roles/custom-db-roles'
import { listCustomDbRoles } from '@/lib/ops/custom-db-roles'

const page = consolePage('customDbRoles', {
  reads: [listCustomDbRoles],
  head: {
    lead: 'Custom roles for the database users of this project, besides MongoDB’s built-in roles.',
  },
  show: CustomDbRoles,
})
export const { generateMetadata } = page
export default page.Page

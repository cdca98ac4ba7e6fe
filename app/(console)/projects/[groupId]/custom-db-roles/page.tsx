import { consolePage } from '@/app/console-page'
import { CustomDbRoles } from '@/components/custom-db-roles/custom-db-roles'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { listCustomDbRoles } from '@/lib/ops/custom-db-roles'

const page = consolePage('customDbRoles', {
  reads: (place) => [first(listCustomDbRoles, place)],
  show: (place) => (
    <>
      <PageHead
        title="Custom database roles"
        lead="Roles of this project that its database users can have, besides MongoDB’s own."
      />
      <CustomDbRoles {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { Permissions } from '@/components/permissions/permissions'
import { PageHead } from '@/components/ui/page'
import { listOps } from '@/lib/ops/console'

const page = consolePage('permissions', {
  reads: () => [first(listOps, {})],
  show: () => (
    <>
      <PageHead
        title="Permissions"
        lead="Every operation, who can run it, and the Atlas call behind it."
      />
      <Permissions />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

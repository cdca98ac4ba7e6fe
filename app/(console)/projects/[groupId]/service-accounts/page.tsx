import { consolePage } from '@/app/console-page'
import { ProjectAccounts } from '@/components/api-keys/project-accounts'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { getCredential } from '@/lib/ops/own-credential'
import { listProjectServiceAccounts } from '@/lib/ops/project-service-accounts'

const page = consolePage('projectServiceAccounts', {
  reads: (place) => [first(listProjectServiceAccounts, place), first(getCredential, place)],
  show: (place) => (
    <>
      <PageHead
        title="Service accounts"
        lead="Service accounts that can use this project, and the roles they have here."
      />
      <ProjectAccounts {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

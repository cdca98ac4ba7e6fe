import { consolePage } from '@/app/console-page'
import { OrgAccounts } from '@/components/api-keys/org-accounts'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { getCredential } from '@/lib/ops/own-credential'
import { listServiceAccounts } from '@/lib/ops/service-accounts'

const page = consolePage('serviceAccounts', {
  reads: (place) => [
    first(listServiceAccounts, { ...place, includeSystemManaged: true }),
    first(listServiceAccounts, place),
    first(getCredential, place),
  ],
  show: (place) => (
    <>
      <PageHead
        title="Service accounts"
        lead="Programs that call the Atlas Admin API with a client ID and a secret that expires."
      />
      <OrgAccounts {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

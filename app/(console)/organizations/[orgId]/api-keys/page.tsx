import { consolePage } from '@/app/console-page'
import { OrgKeys } from '@/components/api-keys/org-keys'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { getCredential } from '@/lib/ops/own-credential'

const page = consolePage('orgApiKeys', {
  reads: (place) => [first(listOrgApiKeys, place), first(getCredential, place)],
  show: (place) => (
    <>
      <PageHead
        title="API keys"
        lead="Programs that can call the Atlas Admin API for this organization and its projects."
      />
      <OrgKeys {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { KeyPage } from '@/components/api-keys/key-page'
import { first } from '@/components/data/prefetched'
import { listKeyAddresses } from '@/lib/ops/credential-addresses'
import { getOrgApiKey } from '@/lib/ops/org-api-keys'
import { getCredential } from '@/lib/ops/own-credential'

const page = consolePage('orgApiKey', {
  reads: (place) => [
    first(getOrgApiKey, place),
    first(listKeyAddresses, place),
    first(getCredential, { orgId: place.orgId }),
  ],
  show: (place) => <KeyPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

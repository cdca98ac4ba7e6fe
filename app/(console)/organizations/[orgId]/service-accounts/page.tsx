import { consolePage } from '@/app/console-page'
import { OrgAccounts } from '@/components/api-keys/org-accounts'
import { first } from '@/components/data/prefetched'
import { getCredential } from '@/lib/ops/own-credential'
import { listServiceAccounts } from '@/lib/ops/service-accounts'

const page = consolePage('serviceAccounts', {
  reads: (place) => [
    first(listServiceAccounts, { ...place, includeSystemManaged: true }),
    first(listServiceAccounts, place),
    first(getCredential, place),
  ],
  head: {
    lead: 'Programs that call the Atlas Admin API with a client ID and a secret that expires.',
  },
  show: OrgAccounts,
})
export const { generateMetadata } = page
export default page.Page

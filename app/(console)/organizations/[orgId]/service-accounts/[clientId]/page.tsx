import { consolePage } from '@/app/console-page'
import { AccountPage } from '@/components/api-keys/account-page'
import { first } from '@/components/data/prefetched'
import { listAccountAddresses } from '@/lib/ops/credential-addresses'
import { getCredential } from '@/lib/ops/own-credential'
import {
  getServiceAccount,
  listAccountProjects,
  listServiceAccounts,
} from '@/lib/ops/service-accounts'

const page = consolePage('serviceAccount', {
  reads: (place) => [
    first(getServiceAccount, place),
    first(listAccountProjects, place),
    first(listAccountAddresses, place),
    first(listServiceAccounts, { orgId: place.orgId }),
    first(listServiceAccounts, { orgId: place.orgId, includeSystemManaged: true }),
    first(getCredential, { orgId: place.orgId }),
  ],
  show: AccountPage,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { OrgKeys } from '@/components/api-keys/org-keys'
import { listOrgApiKeys } from '@/lib/ops/org-api-keys'
import { getCredential } from '@/lib/ops/own-credential'

const page = consolePage('orgApiKeys', {
  reads: [listOrgApiKeys, getCredential],
  head: {
    lead: 'Programs that can call the Atlas Admin API for this organization and its projects.',
  },
  show: OrgKeys,
})
export const { generateMetadata } = page
export default page.Page

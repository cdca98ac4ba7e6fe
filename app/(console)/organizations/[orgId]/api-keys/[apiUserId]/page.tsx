import { consolePage } from '@/app/console-page'
import { KeyPage } from '@/components/api-keys/key-page'
import { listKeyAddresses } from '@/lib/ops/credential-addresses'
import { getOrgApiKey } from '@/lib/ops/org-api-keys'
import { getCredential } from '@/lib/ops/own-credential'

const page = consolePage('orgApiKey', {
  reads: [getOrgApiKey, listKeyAddresses, getCredential],
  show: KeyPage,
})
export const { generateMetadata } = page
export default page.Page

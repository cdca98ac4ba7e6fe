import { consolePage } from '@/app/console-page'
import { ProjectAccounts } from '@/components/api-keys/project-accounts'
import { getCredential } from '@/lib/ops/own-credential'
import { listProjectServiceAccounts } from '@/lib/ops/project-service-accounts'

const page = consolePage('projectServiceAccounts', {
  reads: [listProjectServiceAccounts, getCredential],
  head: { lead: 'Service accounts that can use this project, and the roles they have here.' },
  show: ProjectAccounts,
})
export const { generateMetadata } = page
export default page.Page

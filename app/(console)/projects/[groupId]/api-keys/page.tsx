import { consolePage } from '@/app/console-page'
import { ProjectKeys } from '@/components/api-keys/project-keys'
import { listApiKeys } from '@/lib/ops/api-keys'
import { getCredential } from '@/lib/ops/own-credential'

const page = consolePage('apiKeys', {
  reads: [listApiKeys, getCredential],
  head: { lead: 'Programs that can change this project, and the roles they have here.' },
  show: ProjectKeys,
})
export const { generateMetadata } = page
export default page.Page

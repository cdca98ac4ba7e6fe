import { consolePage } from '@/app/console-page'
import { CredentialsPage } from '@/components/atlas-credentials/credentials-page'
import { listAtlasCredentials } from '@/lib/ops/atlas-credentials'

const page = consolePage('atlasCredentials', {
  reads: [listAtlasCredentials],
  head: {
    lead: 'API keys, service accounts and MCP configurations of this organization. Calls with them reach Atlas without approval and without a record in Gatehouse.',
  },
  show: CredentialsPage,
})
export const { generateMetadata } = page
export default page.Page

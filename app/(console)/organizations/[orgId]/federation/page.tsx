import { consolePage } from '@/app/console-page'
import { FederationPage } from '@/components/federation/federation-page'
import { firstReads } from './first-reads'

const page = consolePage('federation', {
  reads: ({ orgId }, person) => firstReads(orgId, person),
  show: FederationPage,
})
export const { generateMetadata } = page
export default page.Page

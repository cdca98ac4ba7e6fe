import { consolePage } from '@/app/console-page'
import { ResourcePolicyPage } from '@/components/resource-policies/policy-page'
import { getResourcePolicy, listNonCompliant } from '@/lib/ops/resource-policies'

const page = consolePage('resourcePolicy', {
  reads: [getResourcePolicy, listNonCompliant],
  show: ResourcePolicyPage,
})
export const { generateMetadata } = page
export default page.Page

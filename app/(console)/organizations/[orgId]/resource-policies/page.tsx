import { consolePage } from '@/app/console-page'
import { ResourcePolicies } from '@/components/resource-policies/policies'
import { listNonCompliant, listResourcePolicies } from '@/lib/ops/resource-policies'

const page = consolePage('resourcePolicies', {
  reads: [listResourcePolicies, listNonCompliant],
  head: {
    lead: 'Rules in Cedar that limit how clusters and projects of this organization can be configured.',
  },
  show: ResourcePolicies,
})
export const { generateMetadata } = page
export default page.Page

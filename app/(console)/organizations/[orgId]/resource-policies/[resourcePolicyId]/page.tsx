import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { ResourcePolicyPage } from '@/components/resource-policies/policy-page'
import { getResourcePolicy, listNonCompliant } from '@/lib/ops/resource-policies'

const page = consolePage('resourcePolicy', {
  reads: ({ orgId, ...place }) => [
    first(getResourcePolicy, { orgId, ...place }),
    first(listNonCompliant, { orgId }),
  ],
  show: (place) => <ResourcePolicyPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

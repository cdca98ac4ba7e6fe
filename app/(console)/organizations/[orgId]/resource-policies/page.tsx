import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { ResourcePolicies } from '@/components/resource-policies/policies'
import { PageHead } from '@/components/ui/page'
import { listNonCompliant, listResourcePolicies } from '@/lib/ops/resource-policies'

const page = consolePage('resourcePolicies', {
  reads: (place) => [first(listResourcePolicies, place), first(listNonCompliant, place)],
  show: (place) => (
    <>
      <PageHead
        title="Resource policies"
        lead="Rules in Cedar that limit how clusters and projects of this organization can be configured."
      />
      <ResourcePolicies {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

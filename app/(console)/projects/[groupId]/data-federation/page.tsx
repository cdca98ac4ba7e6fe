import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { FederatedDatabases } from '@/components/data-federation/databases'
import { RemainingPipelines } from '@/components/pipelines/pipelines'
import { ButtonLink } from '@/components/ui/button'
import { PageHead } from '@/components/ui/page'
import { listFederatedDatabases } from '@/lib/ops/data-federation'
import { routes } from '@/lib/routes'

const page = consolePage('dataFederation', {
  reads: (place) => [first(listFederatedDatabases, place)],
  show: (place) => (
    <>
      <PageHead
        title="Data federation"
        lead="Databases that query data where it is stored, such as clusters and buckets."
        actions={
          <ButtonLink href={routes.dataEndpoints(place.groupId)}>Private endpoints</ButtonLink>
        }
      />
      <RemainingPipelines {...place} />
      <FederatedDatabases {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { FederatedDatabases } from '@/components/data-federation/databases'
import { RemainingPipelines } from '@/components/pipelines/pipelines'
import { ButtonLink } from '@/components/ui/button'
import { listFederatedDatabases } from '@/lib/ops/data-federation'
import { routes } from '@/lib/routes'

const page = consolePage('dataFederation', {
  reads: [listFederatedDatabases],
  head: ({ groupId }) => ({
    lead: 'Databases that query data where it is stored, such as clusters and buckets.',
    actions: <ButtonLink href={routes.dataEndpoints(groupId)}>Private endpoints</ButtonLink>,
  }),
  show: (place) => (
    <>
      <RemainingPipelines {...place} />
      <FederatedDatabases {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

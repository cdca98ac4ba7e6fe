import { consolePage } from '@/app/console-page'
import { ProjectKeys } from '@/components/api-keys/project-keys'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { listApiKeys } from '@/lib/ops/api-keys'
import { getCredential } from '@/lib/ops/own-credential'

const page = consolePage('apiKeys', {
  reads: (place) => [first(listApiKeys, place), first(getCredential, place)],
  show: (place) => (
    <>
      <PageHead
        title="API keys"
        lead="Programs that can change this project, and the roles they have here."
      />
      <ProjectKeys {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

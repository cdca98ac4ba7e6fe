import { consolePage } from '@/app/console-page'
import { AuditingPage } from '@/components/auditing/auditing-page'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { getAuditing } from '@/lib/ops/auditing'

const page = consolePage('auditing', {
  reads: (place) => [first(getAuditing, place)],
  show: (place) => (
    <>
      <PageHead
        title="Auditing"
        lead="What MongoDB records about the people and programs that use the clusters of this project."
      />
      <AuditingPage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

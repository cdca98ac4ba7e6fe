import { consolePage } from '@/app/console-page'
import { ExportBucketPage } from '@/components/backup-exports/bucket-page'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { getExportBucket } from '@/lib/ops/export-buckets'
import { routes } from '@/lib/routes'

const page = consolePage('exportBucket', {
  reads: (place) => [first(getExportBucket, place)],
  show: (place) => (
    <>
      <PageHead
        back={{ label: 'Backup exports', href: routes.exportBuckets(place.groupId) }}
        title="Export bucket"
      />
      <ExportBucketPage {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

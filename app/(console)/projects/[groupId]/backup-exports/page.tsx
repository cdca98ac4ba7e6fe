import { consolePage } from '@/app/console-page'
import { ExportBuckets } from '@/components/backup-exports/buckets'
import { first } from '@/components/data/prefetched'
import { PageHead } from '@/components/ui/page'
import { listExportBuckets } from '@/lib/ops/export-buckets'

const page = consolePage('exportBuckets', {
  reads: (place) => [first(listExportBuckets, place)],
  show: (place) => (
    <>
      <PageHead
        title="Backup exports"
        lead="Buckets in your own cloud that backups are copied to."
      />
      <ExportBuckets {...place} />
    </>
  ),
})
export const { generateMetadata } = page
export default page.Page

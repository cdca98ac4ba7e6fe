import { consolePage } from '@/app/console-page'
import { ExportBuckets } from '@/components/backup-exports/buckets'
import { listExportBuckets } from '@/lib/ops/export-buckets'

const page = consolePage('exportBuckets', {
  reads: [listExportBuckets],
  head: { lead: 'Buckets in your own cloud account that you can export backups to.' },
  show: ExportBuckets,
})
export const { generateMetadata } = page
export default page.Page

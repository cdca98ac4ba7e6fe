import { consolePage } from '@/app/console-page'
import { ExportBucketPage } from '@/components/backup-exports/bucket-page'
import { getExportBucket } from '@/lib/ops/export-buckets'

const page = consolePage('exportBucket', {
  reads: [getExportBucket],
  head: {},
  show: ExportBucketPage,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { ExportsPage } from '@/components/backup/exports-page'
import { getCluster } from '@/lib/ops/clusters'
import { listExportBuckets } from '@/lib/ops/export-buckets'
import { listExportJobs } from '@/lib/ops/export-jobs'

const page = consolePage('exports', {
  reads: [getCluster, listExportJobs, listExportBuckets],
  show: ExportsPage,
})
export const { generateMetadata } = page
export default page.Page

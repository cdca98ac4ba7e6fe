import { consolePage } from '@/app/console-page'
import { ExportsPage } from '@/components/backup/exports-page'
import { listExportBuckets } from '@/lib/ops/export-buckets'
import { listExportJobs } from '@/lib/ops/export-jobs'
import { clusterReads } from '../cluster-reads'

const page = consolePage('exports', {
  reads: clusterReads(listExportJobs, listExportBuckets),
  show: ExportsPage,
})
export const { generateMetadata } = page
export default page.Page

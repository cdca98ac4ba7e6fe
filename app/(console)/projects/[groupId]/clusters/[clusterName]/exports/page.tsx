import { consolePage } from '@/app/console-page'
import { ExportsPage } from '@/components/backup/exports-page'
import { first } from '@/components/data/prefetched'
import { getCluster } from '@/lib/ops/clusters'
import { listExportBuckets } from '@/lib/ops/export-buckets'
import { listExportJobs } from '@/lib/ops/export-jobs'

const page = consolePage('exports', {
  reads: (place) => [
    first(getCluster, place),
    first(listExportJobs, place),
    first(listExportBuckets, { groupId: place.groupId }),
  ],
  show: (place) => <ExportsPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

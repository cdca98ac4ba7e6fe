import { consolePage } from '@/app/console-page'
import { JobPage } from '@/components/backup/job-page'
import { first } from '@/components/data/prefetched'
import { getRestoreJob } from '@/lib/ops/backup'
import { getCluster } from '@/lib/ops/clusters'

const page = consolePage('restoreJob', {
  title: ({ clusterName }) => `Restore job of ${clusterName}`,
  reads: ({ jobId, ...cluster }) => [
    first(getCluster, cluster),
    first(getRestoreJob, { ...cluster, restoreJobId: jobId }),
  ],
  show: JobPage,
})
export const { generateMetadata } = page
export default page.Page

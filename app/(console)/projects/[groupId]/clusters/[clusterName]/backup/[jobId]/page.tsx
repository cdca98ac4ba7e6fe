import { consolePage } from '@/app/console-page'
import { JobPage } from '@/components/backup/job-page'
import { getRestoreJob } from '@/lib/ops/backup'
import { clusterReads } from '../../cluster-reads'

const page = consolePage('restoreJob', {
  title: ({ clusterName }) => `Restore job of ${clusterName}`,
  reads: ({ jobId, ...cluster }, person) =>
    clusterReads(getRestoreJob)({ ...cluster, restoreJobId: jobId }, person),
  show: JobPage,
})
export const { generateMetadata } = page
export default page.Page

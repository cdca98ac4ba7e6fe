import { consolePage } from '@/app/console-page'
import { BackupPage } from '@/components/backup/backup-page'
import { first } from '@/components/data/prefetched'
import { getCompliancePolicy, listRestoreJobs, listSnapshots } from '@/lib/ops/backup'
import { getCluster } from '@/lib/ops/clusters'

const page = consolePage('backup', {
  reads: (place) => [
    first(getCluster, place),
    first(listRestoreJobs, place),
    first(listSnapshots, place),
    first(getCompliancePolicy, { groupId: place.groupId }),
  ],
  show: (place) => <BackupPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

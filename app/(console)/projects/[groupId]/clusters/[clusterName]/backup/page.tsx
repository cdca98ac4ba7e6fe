import { consolePage } from '@/app/console-page'
import { BackupPage } from '@/components/backup/backup-page'
import { getCompliancePolicy, listRestoreJobs, listSnapshots } from '@/lib/ops/backup'
import { clusterReads } from '../cluster-reads'

const page = consolePage('backup', {
  reads: clusterReads(listRestoreJobs, listSnapshots, getCompliancePolicy),
  show: BackupPage,
})
export const { generateMetadata } = page
export default page.Page

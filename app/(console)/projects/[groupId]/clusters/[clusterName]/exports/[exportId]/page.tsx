import { consolePage } from '@/app/console-page'
import { ExportPage } from '@/components/backup/export-page'
import { getCluster } from '@/lib/ops/clusters'
import { getExportJob } from '@/lib/ops/export-jobs'

const page = consolePage('backupExport', {
  title: ({ clusterName }) => `Export of ${clusterName}`,
  reads: [getCluster, getExportJob],
  show: ExportPage,
})
export const { generateMetadata } = page
export default page.Page

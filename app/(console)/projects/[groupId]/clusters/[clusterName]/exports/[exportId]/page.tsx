import { consolePage } from '@/app/console-page'
import { ExportPage } from '@/components/backup/export-page'
import { first } from '@/components/data/prefetched'
import { getCluster } from '@/lib/ops/clusters'
import { getExportJob } from '@/lib/ops/export-jobs'

const page = consolePage('backupExport', {
  title: ({ clusterName }) => `Export of ${clusterName}`,
  reads: ({ exportId, ...cluster }) => [
    first(getCluster, cluster),
    first(getExportJob, { ...cluster, exportId }),
  ],
  show: (place) => <ExportPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

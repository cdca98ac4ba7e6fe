import { consolePage } from '@/app/console-page'
import { ExportPage } from '@/components/backup/export-page'
import { getExportJob } from '@/lib/ops/export-jobs'
import { clusterReads } from '../../cluster-reads'

const page = consolePage('backupExport', {
  title: ({ clusterName }) => `Export of ${clusterName}`,
  reads: clusterReads(getExportJob),
  show: ExportPage,
})
export const { generateMetadata } = page
export default page.Page

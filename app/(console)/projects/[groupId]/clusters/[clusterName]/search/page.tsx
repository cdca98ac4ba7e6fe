import { consolePage } from '@/app/console-page'
import { SearchPage } from '@/components/search/search-page'
import { getCluster } from '@/lib/ops/clusters'
import { listSearchIndexes } from '@/lib/ops/search'

const page = consolePage('search', {
  reads: [listSearchIndexes, getCluster],
  show: SearchPage,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { SearchPage } from '@/components/search/search-page'
import { getCluster } from '@/lib/ops/clusters'
import { listSearchIndexes } from '@/lib/ops/search'

const page = consolePage('search', {
  reads: (place) => [first(listSearchIndexes, place), first(getCluster, place)],
  show: (place) => <SearchPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

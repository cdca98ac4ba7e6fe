import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { SearchPage } from '@/components/search/search-page'
import { listSearchIndexes } from '@/lib/ops/search'
import { clusterReads } from '../cluster-reads'

const page = consolePage('search', {
  reads: async (place, person) => [
    first(listSearchIndexes, place),
    ...(await clusterReads()(place, person)),
  ],
  show: SearchPage,
})
export const { generateMetadata } = page
export default page.Page

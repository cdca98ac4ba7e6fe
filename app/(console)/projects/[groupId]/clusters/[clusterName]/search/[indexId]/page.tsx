import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { IndexPage } from '@/components/search/index-page'
import { getSearchIndex } from '@/lib/ops/search'

const page = consolePage('searchIndex', {
  title: ({ clusterName }) => `Search index of ${clusterName}`,
  reads: (place) => [first(getSearchIndex, place)],
  show: (place) => <IndexPage {...place} />,
})
export const { generateMetadata } = page
export default page.Page

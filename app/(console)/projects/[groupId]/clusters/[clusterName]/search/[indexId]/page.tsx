import { consolePage } from '@/app/console-page'
import { IndexPage } from '@/components/search/index-page'
import { getSearchIndex } from '@/lib/ops/search'

const page = consolePage('searchIndex', {
  title: ({ clusterName }) => `Search index of ${clusterName}`,
  reads: [getSearchIndex],
  show: IndexPage,
})
export const { generateMetadata } = page
export default page.Page

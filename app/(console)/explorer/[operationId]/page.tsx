import { consolePage } from '@/app/console-page'
import { OperationPage } from '@/components/explorer/operation-page'
import { getAtlasOperation } from '@/lib/ops/explorer'

const page = consolePage('atlasOperation', {
  reads: [getAtlasOperation],
  head: ({ operationId }) => ({ title: operationId }),
  title: ({ operationId }) => operationId,
  show: OperationPage,
})
export const { generateMetadata } = page
export default page.Page

import { consolePage } from '@/app/console-page'
import { OperationPage } from '@/components/explorer/operation-page'
import { getAtlasOperation } from '@/lib/ops/explorer'
import { operationTitle } from '@/lib/server/console-ops/explorer'

const page = consolePage('atlasOperation', {
  reads: [getAtlasOperation],
  head: ({ operationId }) => ({
    title: operationTitle(operationId),
    badges: <code className="font-mono text-muted text-sm">{operationId}</code>,
  }),
  title: ({ operationId }) => operationTitle(operationId),
  show: OperationPage,
})
export const { generateMetadata } = page
export default page.Page

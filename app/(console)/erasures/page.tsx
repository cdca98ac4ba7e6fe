import { consolePage } from '@/app/console-page'
import { ErasuresPage } from '@/components/erasures/erasures-page'
import { listErasures } from '@/lib/ops/erasures'

const page = consolePage('erasures', { reads: [listErasures], show: ErasuresPage })
export const { generateMetadata } = page
export default page.Page

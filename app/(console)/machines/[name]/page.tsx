import { consolePage } from '@/app/console-page'
import { MachinePage } from '@/components/machines/machine-page'
import { getMachine } from '@/lib/ops/machines'

const page = consolePage('machine', { reads: [getMachine], show: MachinePage })
export const { generateMetadata } = page
export default page.Page

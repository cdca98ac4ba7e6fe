import { consolePage } from '@/app/console-page'
import { first } from '@/components/data/prefetched'
import { Findings } from '@/components/findings/findings'
import { listFindings } from '@/lib/ops/fleet'

const page = consolePage('findings', {
  head: { lead: 'What the checks found in all your projects and organizations.' },
  // The rest loads in the browser.
  reads: () => [first(listFindings, {})],
  show: Findings,
})
export const { generateMetadata } = page
export default page.Page

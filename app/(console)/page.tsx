import { redirect } from 'next/navigation'
import { homeView } from '@/app/home-view'
import { first } from '@/components/data/prefetched'
import { Home } from '@/components/home/home'
import { listFindings } from '@/lib/ops/fleet'
import { listGuided } from '@/lib/ops/guided'
import { inbox } from '@/lib/ops/inbox'
import { consolePage } from '../console-page'

// The matrix loads in the browser: with hundreds of projects it would be most of the page.
const page = consolePage('home', {
  title: () => 'Overview',
  reads: async () => {
    const home = await homeView()
    if (home) redirect(home)
    // All that is above the matrix: what came later would move it.
    return [first(inbox, {}), first(listFindings, {}), first(listGuided, {})]
  },
  show: Home,
})
export const { generateMetadata } = page
export default page.Page

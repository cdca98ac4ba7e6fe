import { redirect } from 'next/navigation'
import { homeView } from '@/app/home-view'
import { first } from '@/components/data/prefetched'
import { Home } from '@/components/home/home'
import { listFindings } from '@/lib/ops/fleet'
import { consolePage } from '../console-page'

// The matrix loads in the browser: with hundreds of projects it would be most of the page.
const page = consolePage('home', {
  title: () => 'Overview',
  reads: async () => {
    const home = await homeView()
    if (home) redirect(home)
    return [first(listFindings, {})]
  },
  show: Home,
})
export const { generateMetadata } = page
export default page.Page

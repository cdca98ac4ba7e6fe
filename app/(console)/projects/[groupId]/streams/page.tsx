import { cookies } from 'next/headers'
import { consolePage } from '@/app/console-page'
import { StreamsPage } from '@/components/streams/streams-page'
import { accountCookie } from '@/lib/client/preferences'
import { listGuided } from '@/lib/ops/guided'
import { listWorkspaces } from '@/lib/ops/streams'

const page = consolePage('streams', {
  reads: [listWorkspaces, listGuided],
  show: async (place) => (
    <StreamsPage {...place} account={(await cookies()).get(accountCookie)?.value} />
  ),
})
export const { generateMetadata } = page
export default page.Page

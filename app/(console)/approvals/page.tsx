import { InboxPage } from '@/components/approvals/inbox/inbox-page'
import { first, Prefetched } from '@/components/data/prefetched'
import { inbox } from '@/lib/ops/requests'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Approvals' }

export default async function ApprovalsPage() {
  const person = await requirePerson()
  return (
    <Prefetched as={person} reads={[first(inbox, {})]}>
      <InboxPage />
    </Prefetched>
  )
}

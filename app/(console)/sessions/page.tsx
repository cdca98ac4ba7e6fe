import { first, Prefetched } from '@/components/data/prefetched'
import { SessionsPage } from '@/components/sessions/sessions-page'
import { listSessions } from '@/lib/ops/console'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Sessions' }

export default async function SessionsRoute() {
  const person = await requirePerson()
  return (
    <Prefetched as={person} reads={[first(listSessions, {})]}>
      <SessionsPage />
    </Prefetched>
  )
}

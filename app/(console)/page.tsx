import { first, Prefetched } from '@/components/data/prefetched'
import { Home } from '@/components/home/home'
import { inbox } from '@/lib/ops/requests'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: { absolute: 'Overview · Gatehouse' } }

export default async function HomePage() {
  const person = await requirePerson()
  return (
    <Prefetched as={person} reads={[first(inbox, {})]}>
      <Home />
    </Prefetched>
  )
}

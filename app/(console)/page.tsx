import { Home } from '@/components/home/home'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: { absolute: 'Overview · Gatehouse' } }

/** The shell has already read what stands here. */
export default async function HomePage() {
  await requirePerson()
  return <Home />
}

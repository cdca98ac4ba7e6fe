import { first, Prefetched } from '@/components/data/prefetched'
import { Permissions } from '@/components/permissions/permissions'
import { PageHead } from '@/components/ui/page'
import { listOps } from '@/lib/ops/console'
import { requirePerson } from '@/lib/server/person'

export const metadata = { title: 'Permissions' }

export default async function PermissionsPage() {
  const person = await requirePerson()
  return (
    <Prefetched as={person} reads={[first(listOps, {})]}>
      <PageHead
        title="Permissions"
        lead="Every operation, who can run it, and the Atlas call behind it."
      />
      <Permissions />
    </Prefetched>
  )
}

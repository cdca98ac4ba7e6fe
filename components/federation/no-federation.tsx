import { Link2Off } from 'lucide-react'
import { Empty } from '../ui/empty'
import { Card } from '../ui/page'

/** Most organizations have none: nothing is wrong. */
export function NoFederation({ orgName }: { orgName: string | undefined }) {
  return (
    <Card>
      <Empty
        icon={<Link2Off />}
        title={`${orgName ?? 'This organization'} is in no federation`}
        hint="People sign in to Atlas with a password or another account of theirs. A federation begins in Atlas itself: Organization settings, Federated authentication. It appears here by itself."
      />
    </Card>
  )
}

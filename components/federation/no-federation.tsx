import { Empty } from '../ui/empty'
import { Card } from '../ui/page'

/** Most organizations have no federation: this is not an error. */
export function NoFederation({ orgName }: { orgName: string | undefined }) {
  return (
    <Card>
      <Empty
        icon={<svg aria-hidden className="icon-[link-2-off]" />}
        title={`${orgName ?? 'This organization'} has no federation`}
        hint="People sign in to Atlas with a password or another account. To set up a federation, open Organization settings in Atlas and choose Federated Authentication. It then appears here."
      />
    </Card>
  )
}

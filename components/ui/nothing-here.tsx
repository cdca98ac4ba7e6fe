import { MapPinOff } from 'lucide-react'
import { routes } from '@/lib/routes'
import { ButtonLink } from './button'
import { Empty } from './empty'

/** One text for what does not exist and for what the person may not see, so that neither is revealed. */
export const NothingHere = () => (
  <Empty
    icon={<MapPinOff />}
    title="There is nothing here in your scope"
    hint="The address may be mistyped, the thing may be gone, or your roles do not reach it. If somebody sent you this link, ask them which role it takes."
    action={
      <ButtonLink look="primary" href={routes.home()}>
        Overview
      </ButtonLink>
    }
  />
)

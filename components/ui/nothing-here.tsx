import { routes } from '@/lib/routes'
import { ButtonLink } from './button'
import { Empty } from './empty'

/** One text for what does not exist and for what the person may not see, so that neither is revealed. */
export const NothingHere = () => (
  <Empty
    icon={<svg aria-hidden className="icon-[map-pin-off]" />}
    titleAs="h1"
    title="Page not found"
    hint="The link may be wrong, the item may have been deleted, or your roles don’t include it. If someone sent you this link, ask them which role it needs."
    action={
      <ButtonLink variant="primary" href={routes.home()}>
        Overview
      </ButtonLink>
    }
  />
)

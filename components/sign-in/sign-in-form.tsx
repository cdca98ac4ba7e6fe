import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes'

/** A plain form, so that it works before scripts load. `fresh` asks for a new proof of identity. */
export const SignInForm = ({
  providerName,
  callbackUrl,
  fresh = false,
}: {
  providerName: string
  callbackUrl: string
  fresh?: boolean
}) => (
  <form method="post" action={routes.startSignIn()} className="mt-5">
    <input type="hidden" name="callbackUrl" value={callbackUrl} />
    {fresh && <input type="hidden" name="fresh" value="1" />}
    <Button type="submit" variant="primary" size="lg" className="w-full">
      Sign in with {providerName}
    </Button>
  </form>
)

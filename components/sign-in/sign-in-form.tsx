import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes'

/** A plain form: it works before any script of the page does. */
export const SignInForm = ({
  providerName,
  callbackUrl,
}: {
  providerName: string
  callbackUrl: string
}) => (
  <form method="post" action={routes.startSignIn()} className="mt-5">
    <input type="hidden" name="callbackUrl" value={callbackUrl} />
    <Button type="submit" look="primary" size="lg" className="w-full">
      Sign in with {providerName}
    </Button>
  </form>
)

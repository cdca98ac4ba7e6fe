import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes'

/** Ends the session here and at the identity provider. */
export const SignOutForm = () => (
  <form method="post" action={routes.signOut()} className="mt-5">
    <Button type="submit">Sign out</Button>
  </form>
)

import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes'

/** Ends this session or all of the person's, and the one at the identity provider. */
export const SignOutForm = () => (
  <form method="post" action={routes.signOut()} className="mt-5 flex flex-wrap gap-2">
    <Button type="submit">Sign out</Button>
    <Button type="submit" variant="quiet" formAction={routes.signOutEverywhere()}>
      End all my sessions
    </Button>
  </form>
)

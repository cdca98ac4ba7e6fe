import { Button } from '@/components/ui/button'
import { routes } from '@/lib/routes'

/** A plain form, so that it works before scripts load. `isOther`: the provider asks again, for another person to sign in. */
export const SignInForm = ({
  providerName,
  callbackUrl,
  isOther = false,
}: {
  providerName: string
  callbackUrl: string
  isOther?: boolean
}) => (
  <form method="post" action={routes.startSignIn()} className="mt-5">
    <input type="hidden" name="callbackUrl" value={callbackUrl} />
    {isOther &&
      ['fresh', 'other'].map((name) => <input key={name} type="hidden" name={name} value="1" />)}
    <Button type="submit" variant="primary" size="lg" className="w-full">
      Sign in with {providerName}
    </Button>
  </form>
)

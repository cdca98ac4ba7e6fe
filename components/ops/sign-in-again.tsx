'use client'
import { useSyncExternalStore } from 'react'
import { onSignedOut, setSignedOut, signInNeed } from '@/lib/client/signed-out'
import { routes } from '@/lib/routes'
import { allowLeaving } from '../form/leave'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

const words = {
  'signed-out': {
    title: 'Your session ended',
    description: 'Sign in again to continue. Your changes are kept in this tab.',
    button: 'Sign in again',
  },
  'step-up': {
    title: 'Sign in again',
    description:
      'This action needs a recent sign-in. You will return here, and your changes are kept.',
    button: 'Sign in again',
  },
}

/** Asks for a new sign-in when the session ended, and returns to the same page. */
export function SignInAgain() {
  const need = useSyncExternalStore(onSignedOut, signInNeed, () => undefined)
  if (!need) return null
  const { title, description, button } = words[need]
  return (
    <Dialog
      open
      onOpenChange={() => setSignedOut(undefined)}
      size="sm"
      title={title}
      description={description}
      footer={
        <form method="post" action={routes.startSignIn()} onSubmit={allowLeaving}>
          <input type="hidden" name="callbackUrl" value={location.pathname + location.search} />
          {need === 'step-up' && <input type="hidden" name="fresh" value="1" />}
          <Button type="submit" variant="primary">
            {button}
          </Button>
        </form>
      }
    />
  )
}

'use client'
import { useSyncExternalStore } from 'react'
import { onSignedOut, setSignedOut, signInNeed } from '@/lib/client/signed-out'
import { routes } from '@/lib/routes'
import { allowLeaving } from '../form/leave'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'

const words = {
  'signed-out': {
    title: 'Your session has ended',
    description: 'Sign in again to go on where you are. What you typed is kept in this tab.',
    button: 'Sign in again',
  },
  'step-up': {
    title: 'Prove again who you are',
    description: 'This asks for a fresh sign-in. You come back here, and what you typed is kept.',
    button: 'Sign in again',
  },
}

/** Over whatever page is open when a call finds the session ended; comes back to the same address. */
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
          <Button type="submit" look="primary">
            {button}
          </Button>
        </form>
      }
    />
  )
}

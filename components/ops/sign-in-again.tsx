'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useEffectEvent, useSyncExternalStore } from 'react'
import { dropAllRuns } from '@/lib/client/bulk-runs'
import { callServer } from '@/lib/client/call-server'
import { dropAllDrafts } from '@/lib/client/drafts'
import { onSignedIn } from '@/lib/client/signed-in-elsewhere'
import { endSignInNeed, onSignedOut, setSignedOut, signInNeed } from '@/lib/client/signed-out'
import { useMe } from '@/lib/client/use-me'
import { whoAmI } from '@/lib/ops/me'
import { routes } from '@/lib/routes'
import { allowLeaving } from '../form/leave'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { say } from './tell'

const words = {
  'signed-out': {
    title: 'Your session ended',
    description: 'Sign in again to continue. This page stays open with everything you typed.',
    button: 'Sign in again',
  },
  'step-up': {
    title: 'Sign in again',
    description:
      'This action needs a recent sign-in. This page stays open with everything you typed.',
    button: 'Sign in again',
  },
}

/** The window of the new sign-in. */
const WINDOW = 'gatehouse-sign-in'

/** Signs in beside the page. In this tab, and back to this page, if the browser opens no window. */
function openWindow({ currentTarget: form }: FormEvent<HTMLFormElement>): void {
  const beside = window.open('', WINDOW, 'popup,width=500,height=720')
  const to = form.elements.namedItem('callbackUrl')
  if (beside && to instanceof HTMLInputElement) {
    to.value = routes.signedIn()
    form.target = WINDOW
  } else allowLeaving()
}

/**
 * Asks for a new sign-in when the session ended. The page stays as it is: what was not sent can be sent again, and is never
 * sent by itself. When another person signs in, the page starts over without what was typed.
 */
export function SignInAgain() {
  const need = useSyncExternalStore(onSignedOut, signInNeed, () => undefined)
  const cache = useQueryClient()
  const before = useMe()?.subject
  const goOn = useEffectEvent(async () => {
    const { data } = await callServer(whoAmI, {})
    if (before !== undefined && data.subject !== before) {
      dropAllDrafts()
      dropAllRuns()
      allowLeaving()
      return location.reload()
    }
    endSignInNeed()
    void cache.invalidateQueries()
    void say('You are signed in again', {
      detail: 'Nothing was sent. Send it again when you are ready.',
    })
  })
  useEffect(() => onSignedIn(() => void goOn().catch(() => undefined)), [])
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
        <form method="post" action={routes.startSignIn()} onSubmit={openWindow}>
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

'use client'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { tellSignedIn } from '@/lib/client/signed-in-elsewhere'
import { routes, SIGNED_IN } from '@/lib/routes'
import { Banner } from '../ui/banner'
import { Card } from '../ui/page'
import { Display } from './display'
import { MySessions } from './my-sessions'

/** A person's own settings and sessions. */
export function AccountPage() {
  const isWindow = useSearchParams().has(SIGNED_IN)
  useEffect(() => {
    if (!isWindow) return
    tellSignedIn()
    window.close()
  }, [isWindow])
  return (
    <div className="grid grid-cols-1 gap-4">
      {isWindow && (
        <Banner tone="good" title="You are signed in">
          Close this window and continue on the page you came from.
        </Banner>
      )}
      <Display />
      <Card className="flex flex-wrap items-center justify-between gap-3 p-4">
        <div className="min-w-0">
          <h2 className="font-semibold text-base">Notifications</h2>
          <p className="text-muted text-sm">What Gatehouse notifies you about, and where.</p>
        </div>
        <Link href={routes.notifications()} className="text-accent text-sm hover:underline">
          Choose notifications
        </Link>
      </Card>
      <MySessions />
    </div>
  )
}

'use client'
import Link from 'next/link'
import { routes } from '@/lib/routes'
import { Card } from '../ui/page'
import { Display } from './display'
import { MySessions } from './my-sessions'

/** A person's own settings and sessions. */
export const AccountPage = () => (
  <div className="grid grid-cols-1 gap-4">
    <Display />
    <Card className="flex flex-wrap items-center justify-between gap-3 p-4">
      <div className="min-w-0">
        <h2 className="font-semibold text-base">Notifications</h2>
        <p className="text-muted text-sm">Events that Gatehouse tells you about, and where.</p>
      </div>
      <Link href={routes.notifications()} className="text-accent text-sm hover:underline">
        Choose notifications
      </Link>
    </Card>
    <MySessions />
  </div>
)

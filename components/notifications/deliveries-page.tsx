'use client'
import { useMe } from '@/lib/client/use-me'
import { listChannels } from '@/lib/ops/notifications'
import { whyNot } from '@/lib/ops/why-not'
import { Banner } from '../ui/banner'
import { PageHead } from '../ui/page'
import { Channels } from './channels'
import { Deliveries } from './deliveries'

/** Where notifications go, and which of them failed. */
export function DeliveriesPage() {
  const me = useMe()
  const refused = me && whyNot(listChannels, me.roles)
  return (
    <>
      <PageHead
        title="Deliveries"
        lead="Gatehouse retries a failed notification for 24 hours. After that, send it again here."
      />
      {refused ? (
        <Banner title="You don't have access">{refused}</Banner>
      ) : (
        <div className="grid grid-cols-1 gap-4">
          <Channels />
          <Deliveries />
        </div>
      )}
    </>
  )
}

'use client'
import { listChannels } from '@/lib/ops/notifications'
import { RolePage } from '../blocks/role-page'
import { Channels } from './channels'
import { Deliveries } from './deliveries'

/** Where notifications go, and which of them failed. */
export const DeliveriesPage = () => (
  <RolePage
    op={listChannels}
    title="Deliveries"
    lead="Gatehouse retries a failed notification for 24 hours. After that, send it again here."
  >
    <div className="grid grid-cols-1 gap-4">
      <Channels />
      <Deliveries />
    </div>
  </RolePage>
)

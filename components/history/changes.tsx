'use client'
import { useState } from 'react'
import { serverNow } from '@/lib/client/clock'
import { useAddress } from '@/lib/client/use-address'
import { useZone } from '@/lib/client/use-zone'
import { startOfDay } from '@/lib/format/zones'
import { History } from '../blocks/history'
import { Segments } from '../ui/segments'

const DAY = 86_400_000
const periods = ['Today', 'Last 24 hours', 'Last 7 days', 'Everything'] as const
type Period = (typeof periods)[number]

/** What changed in a project: with Gatehouse and outside. */
export function Changes({ groupId }: { groupId: string }) {
  const { get, set } = useAddress()
  const zone = useZone()
  // The period keeps its start, so that a refresh does not read another list.
  const [now] = useState(serverNow)
  const period = periods.find((one) => one === get('period')) ?? 'Today'
  const starts: Record<Period, number | undefined> = {
    Today: startOfDay(now, zone),
    'Last 24 hours': now - DAY,
    'Last 7 days': now - 7 * DAY,
    Everything: undefined,
  }
  const from = starts[period]
  return (
    <div className="grid gap-4">
      <Segments
        label="Period"
        options={periods}
        value={period}
        onChange={(chosen) => set({ period: chosen === 'Today' ? null : chosen })}
      />
      <History
        title="Changes"
        input={{ groupId, ...(from === undefined ? {} : { from: new Date(from).toISOString() }) }}
      />
    </div>
  )
}

'use client'
import { StateBadge } from '../ui/state-badge'
import { type Asked, useAsked } from './asked'
import { historyKey } from './history'
import { processorLooks } from './looks'

export type Place = { groupId: string; tenantName: string }

/** A processor's state; what was asked for here a moment ago, or by a change under way, shows until Atlas shows it. */
export function ProcessorState({
  place: { groupId, tenantName },
  name,
  state,
  asked: byRun,
}: {
  place: Place
  name: string
  state: string | null | undefined
  asked?: Asked['verb'] | undefined
}) {
  const here = useAsked(historyKey(groupId, tenantName, name), state)
  // Read a moment later than the run: what was asked for may show already.
  const isSo =
    (byRun === 'stop' && state === 'STOPPED') || (byRun === 'start' && state === 'STARTED')
  const asked = (isSo ? undefined : byRun) ?? here
  return (
    <span className="inline-flex max-w-full" title={state ? `Atlas shows ${state}` : undefined}>
      <StateBadge looks={processorLooks} state={asked ? `asked to ${asked}` : state} />
    </span>
  )
}

'use client'
import { StateBadge } from '../ui/state-badge'
import { useAsked } from './asked'
import { historyKey } from './history'
import { processorLooks } from './looks'

export type Place = { groupId: string; tenantName: string }

/** A processor's state; what was asked for here a moment ago shows until Atlas shows it. */
export function ProcessorState({
  place: { groupId, tenantName },
  name,
  state,
}: {
  place: Place
  name: string
  state: string | null | undefined
}) {
  const asked = useAsked(historyKey(groupId, tenantName, name), state)
  return <StateBadge looks={processorLooks} state={asked ? `asked to ${asked}` : state} />
}

'use client'
import { millis } from '@/lib/format/time'
import { StateBadge } from '../ui/state-badge'
import { useAsked } from './asked'
import { historyKey } from './history'
import { processorStyles } from './status-styles'
import type { AskedByRun, Place } from './use-run'

/** A processor's state, or what was requested here or by a running change, until Atlas shows it. */
export function ProcessorState({
  place: { groupId, tenantName },
  name,
  state,
  failure,
  asked: byRun,
  asOf,
}: {
  place: Place
  name: string
  state: string | null | undefined
  failure: string | undefined
  asked?: AskedByRun | undefined
  /** When the state was read. */
  asOf?: string | undefined
}) {
  const here = useAsked(historyKey(groupId, tenantName, name), state, failure)
  const asked = (byRun && isOpen(byRun, state, asOf) ? byRun.verb : undefined) ?? here
  return (
    <span className="inline-flex max-w-full" title={state ? `Atlas shows ${state}` : undefined}>
      <StateBadge styles={processorStyles} state={asked ? `asked to ${asked}` : state} />
    </span>
  )
}

/** Whether a request of a run is still pending. A state from before the request does not count: it ran before it was stopped. */
function isOpen(
  { verb, since }: AskedByRun,
  state: string | null | undefined,
  asOf: string | undefined,
): boolean {
  if (state !== (verb === 'stop' ? 'STOPPED' : 'STARTED')) return true
  const [asked, seen] = [millis(since), millis(asOf)]
  return asked !== undefined && seen !== undefined && seen < asked
}

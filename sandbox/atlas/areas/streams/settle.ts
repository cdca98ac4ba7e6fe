import type { World } from '../../world'
import type { StreamsState } from './shapes'

/** Makes the transitions that are due on the sandbox clock. */
export function settle(world: World, state: StreamsState): void {
  const now = world.clock()
  let moved = false
  for (const processor of state.processors) {
    while (processor.next[0] && processor.next[0].at <= now) {
      const [step, ...rest] = processor.next
      if (!step) break
      moved = true
      if (processor.state === 'STARTED' && processor.startedAt !== undefined) {
        processor.ranBefore += (step.at - processor.startedAt) / 1000
        processor.checkpoint = true
      }
      processor.state = step.state
      processor.message = step.message
      processor.startedAt = step.state === 'STARTED' ? step.at : undefined
      processor.next = rest
      const eventTypeName = events[step.state]
      if (eventTypeName)
        world.record({
          orgId: world.project(processor.groupId).orgId,
          groupId: processor.groupId,
          eventTypeName,
        })
    }
  }
  for (const peering of state.peerings) {
    while (peering.next[0] && peering.next[0].at <= now) {
      const [step, ...rest] = peering.next
      peering.localStatus = step?.localStatus ?? peering.localStatus
      peering.cloudStatus = step?.cloudStatus ?? peering.cloudStatus
      peering.next = rest
      moved = true
    }
  }
  state.peerings = state.peerings.filter((p) => p.localStatus !== 'GONE')
  if (moved) world.changed()
}

/** Atlas's event names for processors that change state on their own. */
const events: Record<string, string> = {
  FAILED: 'STREAM_PROCESSOR_STATE_IS_FAILED',
}

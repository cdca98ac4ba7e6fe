import { acknowledgeAlert } from '@/lib/ops/alerts'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project, sent } from './made'

const alertId = 'f'.repeat(24)
const acknowledgement = {
  acknowledgedUntil: '2040-01-01T00:00:00Z',
  acknowledgementComment: 'Atlas repairs the node',
}

async function open(world: TestConsole) {
  const { groupId } = await world.project()
  await world.control('POST', 'collection', {
    collection: 'alerts',
    place: { groupId },
    add: [{ id: alertId }],
  })
  return { groupId, alertId }
}

/** The alerts of a project. */
export const alertExamples: Examples = {
  'alerts.list': project,
  'alerts.get': open,
  'alerts.acknowledge': async (world) => ({ ...(await open(world)), ...acknowledgement }),
  'alerts.unacknowledge': async (world) => {
    const place = await open(world)
    await sent(acknowledgeAlert, { ...place, ...acknowledgement })
    return { ...place, opened: acknowledgement }
  },
}

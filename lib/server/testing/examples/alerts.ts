import { acknowledgeAlert } from '@/lib/ops/alerts'
import { added, type Examples, plus, project, sent } from './made'

const alertId = 'f'.repeat(24)
const acknowledgement = {
  acknowledgedUntil: '2040-01-01T00:00:00Z',
  acknowledgementComment: 'Atlas repairs the node',
}

const open = plus(added('alerts', { id: alertId }, project), { alertId })

/** The alerts of a project. */
export const alertExamples: Examples = {
  'alertConfigs.toggle': plus(added('alertConfigs', { id: alertId }, project), {
    alertConfigId: alertId,
    enabled: false,
    opened: { enabled: true },
  }),
  'alerts.get': open,
  'alerts.acknowledge': plus(open, acknowledgement),
  'alerts.unacknowledge': async (world) => {
    const place = await open(world)
    await sent(acknowledgeAlert, { ...place, ...acknowledgement })
    return { ...place, opened: acknowledgement }
  },
}

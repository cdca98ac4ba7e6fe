import { z } from 'zod'
import { bodyOf } from '../body'
import { collection } from '../collection'
import { idFrom, iso } from '../ids'
import { projectIdOf } from '../world/projects'

const alert = z.looseObject({
  id: z.string(),
  alertConfigId: z.string(),
  created: z.string(),
  updated: z.string(),
  eventTypeName: z.string(),
  status: z.enum(['OPEN', 'TRACKING', 'CLOSED', 'CANCELLED']),
})

const hour = 3_600_000

function alertOf(
  project: string,
  eventTypeName: string,
  status: z.output<typeof alert>['status'],
  hours: number,
  more: Record<string, unknown> = {},
) {
  const created = iso(Date.now() - hours * hour)
  const isOver = status === 'CLOSED' || status === 'CANCELLED'
  const updated = iso(Date.now() - hours * (isOver ? 0.5 : 0.1) * hour)
  return {
    id: idFrom(`alert ${project} ${eventTypeName} ${status}`, created),
    alertConfigId: idFrom(`alert configuration ${eventTypeName}`, '2024-01-01T00:00:00Z'),
    created,
    updated,
    eventTypeName,
    status,
    groupId: projectIdOf(project),
    ...(isOver ? { resolved: updated } : { lastNotified: updated }),
    ...more,
  }
}

const metric = (clusterName: string, metricName: string, number: number, units: string) => ({
  clusterName,
  metricName,
  currentValue: { number, units },
  hostnameAndPort: `${clusterName}-shard-00-00.mongodb.example:27017`,
})

const initial = () => [
  alertOf('payments-prod', 'OUTSIDE_METRIC_THRESHOLD', 'OPEN', 3, {
    ...metric('payments-main', 'NORMALIZED_SYSTEM_CPU_USER', 93.4, 'RAW'),
  }),
  alertOf('payments-prod', 'HOST_DOWN', 'OPEN', 0.4, {
    clusterName: 'payments-risk',
    hostnameAndPort: 'payments-risk-shard-00-02.mongodb.example:27017',
    acknowledgedUntil: iso(Date.now() + 5 * hour),
    acknowledgementComment: 'Atlas is repairing the node.',
    acknowledgingUsername: 'ines.duarte@northwind.example',
  }),
  alertOf('payments-prod', 'NO_PRIMARY', 'CLOSED', 60, { clusterName: 'payments-ledger' }),
  alertOf('payments-prod', 'CPS_SNAPSHOT_FAILED', 'CANCELLED', 47),
  alertOf('search-platform', 'OUTSIDE_METRIC_THRESHOLD', 'TRACKING', 0.1, {
    ...metric('search-main', 'SYSTEM_MEMORY_AVAILABLE', 0.8, 'GB'),
  }),
  alertOf('streams-eu', 'STREAM_PROCESSOR_STATE_IS_FAILED', 'OPEN', 9, {
    instanceName: 'orders-eu',
    processorName: 'price-alerts',
    processorState: 'FAILED',
  }),
]

export const alerts = collection({
  name: 'alerts',
  path: '/groups/{groupId}/alerts/{alertId}',
  shape: alert,
  key: 'id',
  errors: { notFound: 'ALERT_NOT_FOUND' },
  changeEvent: ({ acknowledgedUntil }) =>
    `ALERT_${acknowledgedUntil ? '' : 'UN'}ACKNOWLEDGED_AUDIT`,
  seed: () => initial().map((item) => ({ place: { groupId: item.groupId }, item })),
  sample: (n, { groupId }) => ({
    ...alertOf('payments-prod', 'HOST_DOWN', 'OPEN', n),
    id: idFrom(`alert sample ${groupId} ${n}`, Date.now()),
    groupId,
  }),
  matches: ({ status }, query) => !query.get('status') || query.get('status') === status,
  update: (_, { body, actor }) => {
    const shape = z.object({
      acknowledgedUntil: z.iso.datetime({ offset: true }).optional(),
      acknowledgementComment: z.string().max(200).optional(),
      unacknowledgeAlert: z.boolean().optional(),
    })
    const { acknowledgedUntil, acknowledgementComment, unacknowledgeAlert } = bodyOf(shape, body)
    if (unacknowledgeAlert || !acknowledgedUntil)
      return {
        acknowledgedUntil: undefined,
        acknowledgementComment: undefined,
        acknowledgingUsername: undefined,
      }
    const acknowledgingUsername = `${actor.name}@northwind.example`
    return { acknowledgedUntil, acknowledgementComment, acknowledgingUsername }
  },
})

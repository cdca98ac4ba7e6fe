import { acknowledgeAlert, acknowledgementOf, alertName, listAlerts } from '@/lib/ops/alerts'
import { routes } from '@/lib/routes'
import { check, fixedBy, reading } from '../check'
import { atlasSource } from '../source'

export const alerts = atlasSource({
  id: 'alerts',
  per: 'project',
  op: listAlerts,
  input: () => ({ status: 'OPEN' }),
  everyMinutes: 360,
  wakes: /ALERT|THRESHOLD|_DOWN$|_UP$|PRIMARY|_FAILED|_BEHIND/,
})

const ACKNOWLEDGED = 'Acknowledged'

/** Alerts of Atlas that are open. */
export const openAlerts = check({
  id: 'alerts',
  label: 'Alerts',
  words: 'open alerts alarms',
  noun: 'Alert',
  group: 'Operations',
  per: 'project',
  about: 'An alert of Atlas is open.',
  fine: 'None',
  action: 'View alert',
  href: ({ groupId = '' }, found) =>
    found ? routes.alert(groupId, found.key) : routes.alerts(groupId),
  fix: fixedBy(acknowledgeAlert, {
    what: 'alerts',
    asks: ['acknowledgedUntil', 'acknowledgementComment'],
    input: ({ groupId = '' }, { key, word }) =>
      word === ACKNOWLEDGED ? undefined : { groupId, alertId: key },
  }),
  readings: [
    reading({
      source: alerts,
      rows: ({ results }) => results,
      find: (alert, { now }) => {
        if (alert.status !== 'OPEN')
          return ['CLOSED', 'CANCELLED', 'TRACKING'].includes(alert.status)
            ? undefined
            : { unclear: `An alert has the unknown status ${alert.status}.` }
        const about = { key: alert.id, subject: alertName(alert), since: alert.created }
        return acknowledgementOf(alert, now)
          ? { ...about, level: 'info', word: ACKNOWLEDGED, what: 'is open and acknowledged' }
          : { ...about, level: 'warn', word: 'Open', what: 'is open' }
      },
    }),
  ],
})

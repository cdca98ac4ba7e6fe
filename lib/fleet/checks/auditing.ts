import { getAuditing } from '@/lib/ops/auditing'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { routes } from '@/lib/routes'
import { check, reading } from '../check'
import { atlasSource, each } from '../source'
import { clusters } from './sources'

const auditing = atlasSource({
  id: 'auditing',
  per: 'project',
  op: getAuditing,
  everyMinutes: 720,
  wakes: /^AUDIT_LOG_CONFIGURATION/,
  // Atlas audits dedicated clusters only.
  of: each(clusters, ({ results }) => (results.some((one) => !layoutOf(one).isShared) ? [{}] : [])),
  without: ['TENANT_CLUSTER_AUDIT_LOG_NOT_SUPPORTED'],
})

/** Projects whose clusters record no database events. */
export const auditingOff = check({
  id: 'auditing',
  label: 'Auditing',
  group: 'Compliance',
  per: 'project',
  about: 'Database auditing is off in a project with dedicated clusters.',
  fine: 'On',
  action: 'View auditing',
  href: ({ groupId = '' }) => routes.auditing(groupId),
  readings: [
    reading({
      source: auditing,
      rows: (settings) => [settings],
      find: ({ enabled }) => {
        if (enabled === true) return undefined
        if (enabled !== false) return { unclear: 'Atlas does not say whether auditing is on.' }
        return { key: 'auditing', subject: 'Auditing', level: 'warn', word: 'Off', what: 'is off' }
      },
    }),
  ],
})

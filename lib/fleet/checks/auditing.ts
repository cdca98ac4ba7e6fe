import { auditingOf, getAuditing, updateAuditing } from '@/lib/ops/auditing'
import { layoutOf } from '@/lib/ops/cluster-layout'
import { routes } from '@/lib/routes'
import { check, fixedBy, reading } from '../check'
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
  // What is recorded stays as it is set.
  fix: fixedBy(updateAuditing, {
    verb: 'Turn on',
    what: 'audit logs',
    input: ({ groupId = '' }, { opened }) => {
      if (!opened) return undefined
      const settings = opened as ReturnType<typeof auditingOf>
      return { groupId, ...settings, enabled: true, opened: settings }
    },
  }),
  readings: [
    reading({
      source: auditing,
      rows: (settings) => [settings],
      find: (now) => {
        const { enabled } = now
        if (enabled === true) return undefined
        if (enabled !== false) return { unclear: 'Atlas does not say whether auditing is on.' }
        const about = { key: 'auditing', subject: 'Auditing', word: 'Off', what: 'is off' }
        return { ...about, level: 'warn', opened: auditingOf(now) }
      },
    }),
  ],
})

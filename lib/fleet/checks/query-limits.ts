import {
  bytesOf,
  limitSpans,
  listFederatedDatabases,
  listQueryLimits,
} from '@/lib/ops/data-federation'
import { routes } from '@/lib/routes'
import { check, reading } from '../check'
import { atlasSource, each } from '../source'
import { thresholds } from '../thresholds'

const wakes = /^QUERY_ENGINE_|^DATA_FEDERATION_/

export const federatedDatabases = atlasSource({
  id: 'federatedDatabases',
  per: 'project',
  op: listFederatedDatabases,
  everyMinutes: 720,
  wakes,
})

const queryLimits = atlasSource({
  id: 'queryLimits',
  per: 'project',
  op: listQueryLimits,
  // Use grows without events.
  everyMinutes: 30,
  wakes,
  of: each(federatedDatabases, (all) => all.map(({ name }) => ({ tenantName: name }))),
})

/** Whole percent, never rounded up. */
const percentOf = (used: string, limit: string) => Number((BigInt(used) * 100n) / BigInt(limit))

/** Query limits that are used up, or nearly. */
export const fullLimits = check({
  id: 'query-limits',
  label: 'Query limits',
  noun: 'Federated database',
  group: 'Data federation',
  per: 'project',
  about: 'A query limit of a federated database is used up, or nearly.',
  fine: 'Below',
  action: 'View limits',
  href: ({ groupId = '', tenantName }) =>
    tenantName ? routes.federatedDatabase(groupId, tenantName) : routes.dataFederation(groupId),
  readings: [
    reading({
      source: queryLimits,
      rows: (all) => all,
      applies: (all) => all.length > 0,
      find: ({ name, value, currentUsage }, { at }) => {
        if (currentUsage === null || currentUsage === undefined || bytesOf(value) === '0')
          return undefined
        const percent = percentOf(bytesOf(currentUsage), bytesOf(value))
        if (percent < thresholds.limitPercent.value) return undefined
        const span = limitSpans[name as keyof typeof limitSpans] ?? name
        const subject = `${at.tenantName}, ${span.toLowerCase()}`
        return {
          key: name,
          subject,
          level: percent >= 100 ? 'bad' : 'warn',
          word: `At ${percent}%`,
          what: `has used ${percent}% of its limit`,
        }
      },
    }),
  ],
})

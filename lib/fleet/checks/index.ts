import type { Check } from '../check'
import type { Source } from '../source'
import { accessList, endlessAccess, openAccess } from './access-list'
import { alerts, openAlerts } from './alerts'
import { auditingOff } from './auditing'
import { backups, restoreJobs } from './backups'
import { changesOutside } from './changes'
import { accountSecrets, credentialsMadeOutside, oldKeys } from './credentials'
import { liveEmployeeAccess } from './employee-access'
import { endings } from './endings'
import { certificates, policyGaps, settings, unrestricted } from './organizations'
import { privateEndpoints } from './private-endpoints'
import { fullLimits } from './query-limits'
import { searchIndexStates } from './search'
import { clusters, clustersEverywhere } from './sources'
import { streamProcessors } from './streams'

/** Every check, in the order of the columns. */
export const checks: readonly Check[] = [
  liveEmployeeAccess,
  openAccess,
  endlessAccess,
  privateEndpoints,
  openAlerts,
  backups,
  restoreJobs,
  searchIndexStates,
  streamProcessors,
  fullLimits,
  changesOutside,
  auditingOff,
  endings,
  unrestricted,
  certificates,
  policyGaps,
  oldKeys,
  accountSecrets,
  credentialsMadeOutside,
]

/** A source after the one that names its parts. */
const withParent = (source: Source): Source[] =>
  source.of ? [...withParent(source.of.source), source] : [source]

const ofChecks: readonly Source[] = checks.flatMap(({ readings }) =>
  readings.flatMap(({ source }) => withParent(source)),
)

/**
 * Every source that a check needs, in the order in which a new fleet is read: the most urgent first, then what changes
 * often.
 */
export const sources: readonly Source[] = [
  ...new Set([
    ...([clustersEverywhere, settings, accessList, clusters, alerts] as unknown as Source[]),
    ...ofChecks.toSorted((a, b) => a.everyMinutes - b.everyMinutes),
  ]),
]

const byId = new Map(sources.map((source) => [source.id, source]))
export const sourceNamed = (id: string): Source | undefined => byId.get(id)

/** The checks that read a source. */
export const checksOf = (source: Source): readonly Check[] =>
  checks.filter(({ readings }) => readings.some((one) => one.source === source))

/** The sources that read parts of what this one answers. */
export const partsOf = (source: Source): readonly Source[] =>
  sources.filter(({ of }) => of?.source === source)

/** The sources that are out of date after an event of this type. */
export const wokenBy = (eventType: string): string[] =>
  sources.flatMap(({ id, wakes }) => (wakes?.test(eventType) ? [id] : []))

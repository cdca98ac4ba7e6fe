import type { Check } from '../check'
import type { Source } from '../source'
import * as accessList from './access-list'
import * as alerts from './alerts'
import * as auditing from './auditing'
import * as backups from './backups'
import * as changes from './changes'
import * as credentials from './credentials'
import * as employeeAccess from './employee-access'
import * as endings from './endings'
import * as organizations from './organizations'
import * as privateEndpoints from './private-endpoints'
import * as queryLimits from './query-limits'
import * as search from './search'
import { clustersEverywhere } from './sources'
import * as streams from './streams'

const files = [
  employeeAccess,
  accessList,
  privateEndpoints,
  alerts,
  backups,
  search,
  streams,
  queryLimits,
  changes,
  auditing,
  endings,
  organizations,
  credentials,
]

const isCheck = (one: object): one is Check => 'readings' in one

/** Every check, in the order of the columns. */
export const checks: readonly Check[] = files.flatMap((file) => Object.values(file).filter(isCheck))

/** A source after the one that names its parts. */
const withParent = (source: Source): Source[] =>
  source.of ? [...withParent(source.of.source), source] : [source]

/** Every source that a check needs. */
export const sources: readonly Source[] = [
  ...new Set([
    clustersEverywhere as Source,
    ...checks.flatMap(({ readings }) => readings.flatMap(({ source }) => withParent(source))),
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

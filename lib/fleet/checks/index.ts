import type { Check } from '../check'
import type { Source } from '../source'
import * as accessList from './access-list'
import * as employeeAccess from './employee-access'

/** Every check, in the order of the columns. */
export const checks: readonly Check[] = [accessList, employeeAccess].flatMap((file) =>
  Object.values(file),
)

/** Every source that a check reads, and those that name its parts; parents come first. */
export const sources: readonly Source[] = [
  ...new Set(
    checks.flatMap(({ readings }) =>
      readings.flatMap(({ source }) => (source.of ? [source.of.source, source] : [source])),
    ),
  ),
]

const byId = new Map(sources.map((source) => [source.id, source]))
export const sourceNamed = (id: string): Source | undefined => byId.get(id)

/** The checks that read a source. */
export const checksOf = (source: Source): readonly Check[] =>
  checks.filter(({ readings }) => readings.some((one) => one.source === source))

/** The sources that read parts of what this one answers. */
export const partsOf = (source: Source): readonly Source[] =>
  sources.filter(({ of }) => of?.source === source)

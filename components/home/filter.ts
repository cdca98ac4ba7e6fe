import { environmentName } from '@/lib/format/environment'
import type { FindingLevel, FleetCell, FleetCheck, FleetOrg, FleetProject } from '@/lib/ops/fleet'

/** What a person narrowed the fleet to. Empty texts leave nothing out. */
export type Filter = {
  text: string
  org: string
  env: string
  tag: string
  team: string
  level: '' | FindingLevel | 'unread'
  check: string
}

/** A project or an organization, as a row of the matrix. */
export type Row = {
  id: string
  groupId: string | null
  name: string
  orgId: string
  orgName: string
  environment: 'production' | 'other' | null
  /** The label of the environment: the project's own, or “Production” where production rules apply. */
  envName: string
  tags: ReadonlyArray<{ key: string; value: string }>
  cells: ReadonlyArray<FleetCell | null>
}

type Place = Pick<FleetProject, 'environment' | 'tags'>

export const envNameOf = ({ environment, tags }: Place): string =>
  environment === 'production' ? 'Production' : (environmentName(tags) ?? 'Not production')

export const tagText = ({ key, value }: { key: string; value: string }): string => `${key}=${value}`

const isTeam = ({ key }: { key: string }) => /^team$/i.test(key.trim())

export const teamsOf = (tags: Row['tags']): string[] =>
  tags.filter(isTeam).map(({ value }) => value.trim())

export const projectRow = (project: FleetProject): Row => ({
  ...project,
  id: project.groupId,
  envName: envNameOf(project),
})

export const orgRow = (org: FleetOrg): Row => ({
  ...org,
  id: org.orgId,
  groupId: null,
  orgName: org.name,
  environment: null,
  envName: '',
  tags: [],
})

/** Whether a place is in the filter, apart from what was found there. */
export function isInPlace(
  place: Pick<Row, 'name' | 'orgId' | 'orgName' | 'envName' | 'tags'> & { isOrg?: boolean },
  { text, org, env, tag, team }: Filter,
  also = '',
): boolean {
  if (org && place.orgId !== org) return false
  // An organization has no environment, tags or team of its own.
  if (env && place.envName !== env) return false
  if (tag && !place.tags.some((one) => tagText(one) === tag)) return false
  if (team && !teamsOf(place.tags).includes(team)) return false
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const said = [place.name, place.orgName, place.envName, ...place.tags.map(tagText), also]
    .join(' ')
    .toLowerCase()
  return words.every((word) => said.includes(word))
}

/** Whether a cell has what the filter asks for. */
export const isWanted = (cell: FleetCell | null | undefined, level: Filter['level']): boolean =>
  cell != null &&
  (level === ''
    ? true
    : level === 'unread'
      ? cell.state === 'unread' || cell.why !== undefined
      : cell.state === 'found' && cell.level === level)

/** Whether a row is in the filter. A check or a level asks for a cell that has it. */
export function isShown(row: Row, filter: Filter, checks: readonly FleetCheck[]): boolean {
  if (!isInPlace(row, filter)) return false
  if (!filter.level && !filter.check) return true
  return row.cells.some(
    (cell, i) =>
      (!filter.check || checks[i]?.id === filter.check) &&
      (filter.level
        ? isWanted(cell, filter.level)
        : cell?.state === 'found' || cell?.state === 'unread'),
  )
}

const weights: Readonly<Record<FindingLevel, number>> = { bad: 1_000_000, warn: 1_000, info: 1 }

/** The more and the worse was found, the higher. What could not be read counts a little. */
const weightOf = (cell: FleetCell | null | undefined): number =>
  cell?.state === 'found'
    ? weights[cell.level ?? 'info'] * (1 + Math.min(cell.count ?? 1, 99) / 100)
    : cell?.state === 'unread'
      ? 0.5
      : 0

/** Rows by what was found: in one column, or in all of them. Then by name. */
export function sorted(rows: readonly Row[], by: string, checks: readonly FleetCheck[]): Row[] {
  const byName = (a: Row, b: Row) => a.name.localeCompare(b.name, 'en', { numeric: true })
  if (by === 'name') return rows.toSorted(byName)
  const column = checks.findIndex(({ id }) => id === by)
  const weight = new Map(
    rows.map((row) => [
      row,
      column === -1
        ? row.cells.reduce((sum, cell) => sum + weightOf(cell), 0)
        : weightOf(row.cells[column]),
    ]),
  )
  return rows.toSorted((a, b) => (weight.get(b) ?? 0) - (weight.get(a) ?? 0) || byName(a, b))
}

/** Values with how many have them, the most frequent first. */
export function choicesOf(values: readonly string[]): Array<readonly [value: string, n: number]> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b, 'en'))
}

import { type Generation, type Host, type Latest, latestOf, statusToday } from './search-hosts'
import type { SearchIndex } from './search-shapes'

/** A status that changes on its own. */
export const isMovingStatus = (status: string | undefined) =>
  status === 'BUILDING' || status === 'PENDING'
const serves = (g: Generation) => g.queryable ?? (g.status === 'READY' || g.status === 'STALE')
export const is = (status: string) => (g: Generation) => g.status === status

/** How many generations have each version, the most common first. */
export function byVersion(
  all: readonly Generation[],
): Array<{ version: number | undefined; hosts: number }> {
  const counts = new Map<number | undefined, number>()
  for (const { version } of all) counts.set(version, (counts.get(version) ?? 0) + 1)
  return [...counts]
    .map(([version, hosts]) => ({ version, hosts }))
    .toSorted((a, b) => b.hosts - a.hosts)
}

/** The facts that the sentences about an index use. */
export type Facts = {
  status: string | undefined
  queryable: boolean | undefined
  latest: Latest
  all: number
  mains: Generation[]
  staged: Generation[]
  serving: Generation[]
  /** The version that serves while `target` builds. */
  old: number | undefined
  target: number | undefined
}

/** Counts what hosts report, and fills in what the index itself leaves out. */
export function factsOf(index: SearchIndex, hosts: readonly Host[]): Facts {
  const mains = hosts.flatMap((h) => h.main ?? [])
  const staged = hosts.flatMap((h) => h.staged ?? [])
  const latest = latestOf(index)
  const serving = mains.filter(serves)
  const target = staged.find((g) => g.version !== undefined)?.version ?? latest.version
  const old = byVersion(serving.filter((g) => g.version !== target))[0]?.version
  const queryable = index.queryable ?? (mains.length ? serving.length === mains.length : undefined)
  const said =
    statusToday(index.status) ??
    hosts.find((h) => h.status !== 'READY' && h.status)?.status ??
    hosts[0]?.status
  return { status: said, queryable, latest, all: hosts.length, mains, staged, serving, old, target }
}

import { byPlan } from '@/lib/format/by-plan'
import type { RequestSummary } from '@/lib/ops/request-shapes'

/** Most requests of a plan in a list of the inbox, which every page reads again and again. */
const LISTED = 20

/** The first requests of each plan, and all that have none. */
export const firstOfPlans = (requests: readonly RequestSummary[]): RequestSummary[] =>
  byPlan(requests).flatMap((all) => all.slice(0, LISTED))

/** How many requests wait in the plans that are not listed whole. */
export function longPlans(forMe: readonly RequestSummary[], others: readonly RequestSummary[]) {
  const sizes = (all: readonly RequestSummary[]) =>
    new Map(byPlan(all).flatMap((some) => (some[0].plan ? [[some[0].plan, some.length]] : [])))
  const [mine, theirs] = [sizes(forMe), sizes(others)]
  const ids = [...new Set([...mine.keys(), ...theirs.keys()])]
  const counts = ids.map(
    (id) => [id, { forMe: mine.get(id) ?? 0, others: theirs.get(id) ?? 0 }] as const,
  )
  return Object.fromEntries(counts.filter(([, n]) => Math.max(n.forMe, n.others) > LISTED))
}

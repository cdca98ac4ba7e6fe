import { sameJson } from '@/lib/format/same'
import type { Terms } from './terms'
import { isOpen } from './window'

/** How one term changed. Both: it allows something new, and forbids something old. */
export type Change = { term: keyof Terms; isLooser: boolean; isStricter: boolean }

/** Whether everything that `a` allows is also allowed by `b`, for one term. */
type AllowsAll = (a: Terms, b: Terms) => boolean

const upTo =
  (of: (terms: Terms) => number): AllowsAll =>
  (a, b) =>
    of(a) <= of(b)
const isWithin = (few: readonly string[], many: readonly string[]) =>
  few.every((one) => many.includes(one))
/** Groups of which one is needed; `any` without groups. */
const isGroupOf = (few: readonly string[], many: readonly string[]) =>
  many.length === 0 || (few.length > 0 && isWithin(few, many))
/** Whoever is in one group of each list of `a` is in one of each list of `b`. */
const isInAll = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]) =>
  b.every((wide) => a.some((narrow) => isWithin(narrow, wide)))

/** Who may decide a step, with those it escalates to. */
const decidersOf = ({ escalate }: Terms, groups: readonly string[]) =>
  groups.length === 0 ? [] : [...groups, ...escalate.flatMap((one) => one.groups)]

/**
 * Whether approvals that complete the steps of `a` complete those of `b`: each approval that `b` needs is another one of
 * `a`, by somebody who may give it (a matching in a bipartite graph).
 */
const stepsAllow: AllowsAll = (a, b) => {
  const given = approvalsIn(a)
  const used = new Map<number, string[]>()
  const isFound = (groups: string[], tried: Set<number>): boolean =>
    given.some((by, i) => {
      if (tried.has(i) || !isGroupOf(by, groups)) return false
      tried.add(i)
      const other = used.get(i)
      if (other && !isFound(other, tried)) return false
      used.set(i, groups)
      return true
    })
  return approvalsIn(b).every((groups) => isFound(groups, new Set()))
}

/** Who may give each approval that the steps need. */
const approvalsIn = (terms: Terms): string[][] =>
  terms.steps.flatMap(({ groups, count }) => Array(count).fill(decidersOf(terms, groups)))

/** Every quarter of an hour of a week in winter and of one in summer: time zones change their clocks. */
const WEEKS = [Date.UTC(2026, 0, 5), Date.UTC(2026, 6, 6)].flatMap((start) =>
  Array.from({ length: 7 * 24 * 4 }, (_, i) => start + i * 900_000),
)
const windowsAllow: AllowsAll = (a, b) => {
  if (sameJson(a.windows, b.windows)) return true
  // What only one allows begins when a window begins or ends. Time zones differ by whole quarters of an hour.
  const times = [...a.windows, ...b.windows].flatMap(({ from, to }) => [from, to])
  const minutes = new Set(times.map((time) => Number(time.slice(3)) % 15))
  return [...minutes].every((minute) =>
    WEEKS.every((quarter) => {
      const at = new Date(quarter + minute * 60_000)
      return !a.windows.every((w) => isOpen(w, at)) || b.windows.every((w) => isOpen(w, at))
    }),
  )
}

const breakGlassAllows: AllowsAll = ({ breakGlass: a }, { breakGlass: b }) =>
  a === null ||
  (b !== null &&
    isInAll(a.groups, b.groups) &&
    a.maxMinutes <= b.maxMinutes &&
    (a.reviewMinutes ?? Infinity) <= (b.reviewMinutes ?? Infinity) &&
    isWithin(b.businessDayIn, a.businessDayIn))

const allows = {
  steps: stepsAllow,
  requesters: (a, b) => isInAll(a.requesters, b.requesters),
  minMinutes: upTo((t) => -t.minMinutes),
  maxMinutes: upTo((t) => t.maxMinutes),
  decideByMinutes: upTo((t) => t.decideByMinutes),
  executeByMinutes: upTo((t) => t.executeByMinutes),
  windows: windowsAllow,
  ticketPatterns: (a, b) => isWithin(b.ticketPatterns, a.ticketPatterns),
  stepUpSeconds: upTo((t) => t.stepUpSeconds ?? Infinity),
  stepUpAcr: ({ stepUpAcr: a }, { stepUpAcr: b }) => b === null || (a !== null && isWithin(a, b)),
  breakGlass: breakGlassAllows,
} satisfies Partial<Record<keyof Terms, AllowsAll>>

/** The terms that changed in what they allow. */
export const compareTerms = (before: Terms, after: Terms): Change[] =>
  Object.entries(allows).flatMap(([name, allowsAll]) => {
    const term = Object.keys(before).find((key): key is keyof Terms => key === name)
    const isLooser = !allowsAll(after, before)
    const isStricter = !allowsAll(before, after)
    return term && (isLooser || isStricter) ? [{ term, isLooser, isStricter }] : []
  })

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

/** Whether approvals that complete the steps of `a` complete those of `b`. */
const stepsAllow: AllowsAll = (a, b) =>
  b.steps.every(({ groups, count }) =>
    a.steps.some(
      (step) => step.count >= count && isGroupOf(decidersOf(a, step.groups), decidersOf(b, groups)),
    ),
  )

/** Every quarter of an hour of a week. */
const WEEK = Array.from(
  { length: 7 * 24 * 4 },
  (_, i) => new Date(Date.UTC(2026, 0, 5) + i * 900_000),
)
const windowsAllow: AllowsAll = (a, b) =>
  sameJson(a.windows, b.windows) ||
  WEEK.every(
    (at) => !a.windows.every((w) => isOpen(w, at)) || b.windows.every((w) => isOpen(w, at)),
  )

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

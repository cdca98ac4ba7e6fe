import type { Narrowing } from '@/lib/approvals/narrowing'
import type { EffectRow } from '@/lib/approvals/rows'
import { findCommand } from '@/lib/atlas/find-op'
import { canonical } from '@/lib/audit/canonical'
import { count } from '@/lib/format/words'
import type { Command } from '@/lib/ops/define'
import type { RequestSummary } from '@/lib/ops/request-shapes'
import { outcomesInWords, targetOutcome } from '@/lib/ops/target-outcome'
import type { Loaded } from './loaded'

/** The sentence of a request. An approver may have narrowed it. */
export function saysOf(
  { r, parts }: Loaded,
  input: Record<string, unknown>,
  { targets }: Narrowing,
) {
  const op = findCommand(r.op)
  if (!op?.access || (canonical(input) === r.input && targets === null)) return r.says
  const clusters = count(targets?.length ?? parts.length, 'cluster')
  return parts.length > 0 ? (op.several?.(input, clusters) ?? r.says) : op.summary(input)
}

const isMoving = (e: EffectRow | undefined) => e !== undefined && e.state !== 'confirmed'

/** The part that the state of the whole is shown by: one whose call moves, else one with active access. */
export function foremost(parts: readonly Loaded[]): Pick<Loaded, 'begin' | 'end'> {
  const open = parts.filter(({ r }) => r.state === 'approved')
  const live = open.filter(({ end }) => !end)
  const ends = (one: Loaded) => one.begin?.expiration_time?.getTime() ?? Number.POSITIVE_INFINITY
  const first =
    live.find(({ begin }) => isMoving(begin)) ??
    live.toSorted((a, b) => ends(a) - ends(b))[0] ??
    open[0]
  return { begin: first?.begin, end: first?.end }
}

/** How many targets a request has, and what came of them. Null: it has one. */
export function targetsShown(
  parts: readonly Loaded[],
  op: Command | undefined,
): RequestSummary['targets'] {
  if (parts.length === 0) return null
  const outcomes = parts.map(({ r, begin }) =>
    targetOutcome({ state: r.state, how: r.how, call: begin?.state ?? null }),
  )
  return {
    total: parts.length,
    says: outcomesInWords(outcomes, op?.access ? 'granted' : 'done'),
    isOdd: outcomes.some((one) => one === 'failed' || one === 'skipped'),
  }
}

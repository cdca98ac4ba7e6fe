import { countAll } from '@/lib/format/words'
import type { PlanView } from '@/lib/ops/plans'
import { type Phase, phaseOf } from '../../ops/phase'

export type PlanRow = PlanView['requests'][number]

/** The plural of what is decided: calls of a client, or requests of a person. */
export const nounOf = ({ requests }: PlanView): 'calls' | 'requests' =>
  requests.some(({ call }) => call) ? 'calls' : 'requests'

/** `14 requests` */
export const countOf = (plan: PlanView, some: readonly PlanRow[]): string =>
  countAll(some.length, nounOf(plan))

const waiting: readonly Phase[] = ['pending']
const done: readonly Phase[] = ['done', 'begun', 'live', 'ended', 'ending', 'revoked', 'replaced']
const failed: readonly Phase[] = ['refused', 'missed', 'conflict', 'mixed', 'skipped']
const closed: readonly Phase[] = ['denied', 'cancelled', 'expired', 'stopped']

/** What became of the requests: the number of each outcome, in words. Outcomes that nothing has are left out. */
export function outcomesOf(rows: readonly PlanRow[], now: number): string[] {
  const phases = rows.map((row) => phaseOf(row, now))
  const number = (some: readonly Phase[]) => phases.filter((one) => some.includes(one)).length
  const counts = [
    [number(waiting), 'waiting for review'],
    [
      phases.filter((one) => ![...waiting, ...done, ...failed, ...closed].includes(one)).length,
      'in progress',
    ],
    [number(done), 'done'],
    [number(failed), 'failed'],
    [number(['denied']), 'denied'],
    [number(['cancelled']), 'canceled'],
    [number(['expired']), 'expired'],
    [number(['stopped']), 'stopped'],
  ] as const
  return counts.flatMap(([n, word]) => (n > 0 ? [`${n} ${word}`] : []))
}

import { findCommand } from '@/lib/atlas/find-op'
import { canonical } from '@/lib/audit/canonical'
import { minutesInWords } from '@/lib/format/duration'
import { OpError } from '@/lib/ops/failure'
import { levelsUpTo } from '@/lib/ops/level'
import type { DecisionRow, RequestRow } from './rows'
import { targetsOf } from './targets'

/** How an approver narrows a request. Null: as requested. */
export type Narrowing = {
  minutes: number | null
  level: string | null
  /** The ids of the parts it leaves, in the order of the request. */
  targets: readonly string[] | null
}

type Asked = Pick<RequestRow, 'op' | 'input' | 'minutes' | 'targets'>
type Vote = Pick<DecisionRow, 'minutes' | 'level' | 'targets'>

export const AS_REQUESTED: Narrowing = { minutes: null, level: null, targets: null }

const levelsOf = ({ op, input }: Pick<Asked, 'op' | 'input'>) =>
  levelsUpTo(findCommand(op), JSON.parse(input))

/** What one vote narrowed. */
export const narrowingOf = ({ minutes, level, targets }: Vote): Narrowing => ({
  minutes,
  level,
  targets: targets === null ? null : JSON.parse(targets),
})

/** The narrowest of several approvals: the shortest time, the smallest level, and the targets that each of them left. */
export function narrowest(r: Asked, votes: readonly Vote[]): Narrowing {
  const levels = levelsOf(r)
  const all = votes.map(narrowingOf)
  const minutes = all.flatMap((v) => v.minutes ?? [])
  const ranks = all.flatMap((v) => (v.level === null ? [] : levels.indexOf(v.level)))
  const lists = all.flatMap((v) => (v.targets === null ? [] : [v.targets]))
  return {
    minutes: minutes.length > 0 ? Math.min(...minutes) : null,
    level: ranks.length > 0 ? (levels[Math.min(...ranks)] ?? null) : null,
    targets: lists[0]?.filter((part) => lists.every((list) => list.includes(part))) ?? null,
  }
}

/** The input of the call: the request's, narrowed. */
export function approvedInput(
  r: Pick<Asked, 'op' | 'input' | 'minutes'>,
  { minutes, level }: Pick<Narrowing, 'minutes' | 'level'>,
): string {
  const { durationField = 'minutes', access } = findCommand(r.op) ?? {}
  const isShorter = minutes !== null && r.minutes !== null
  if (!isShorter && level === null) return r.input
  return canonical({
    ...JSON.parse(r.input),
    ...(isShorter ? { [durationField]: Math.min(minutes, r.minutes ?? minutes) } : {}),
    ...(level !== null && access ? { [access.levelField]: level } : {}),
  })
}

/** @throws OpError 'invalid' if it gives more than was requested, or something else */
export function checkNarrower(r: Asked, { minutes, level, targets }: Narrowing): void {
  if (minutes !== null && (r.minutes === null || minutes > r.minutes))
    throw OpError.of('invalid', 'An approval can be shorter than requested, not longer.', {
      fields: {
        minutes:
          r.minutes === null
            ? 'This request has no duration.'
            : `At most ${minutesInWords(r.minutes)}, as requested`,
      },
    })
  if (level !== null && !levelsOf(r).includes(level))
    throw OpError.of(
      'invalid',
      'An approval can give a smaller level than requested, not a larger one.',
      {
        fields: { level: 'Choose the requested level or a smaller one' },
      },
    )
  if (targets !== null) checkFewer(r, targets)
}

function checkFewer(r: Asked, targets: readonly string[]): void {
  const asked = new Set(targetsOf(r)?.list.map(({ part }) => part))
  const why =
    targets.length === 0
      ? 'Select at least one cluster, or deny the request.'
      : targets.some((part) => !asked.has(part))
        ? 'An approval can leave out clusters of the request, not add others.'
        : undefined
  if (why) throw OpError.of('invalid', why, { fields: { targets: why } })
}

/** @throws OpError 'invalid' if the approvals have no target in common */
export function checkCommon({ targets }: Narrowing): void {
  if (targets?.length !== 0) return
  const why =
    'Earlier approvals left out these clusters, so none is left. Deny the request instead.'
  throw OpError.of('invalid', why, { fields: { targets: why } })
}

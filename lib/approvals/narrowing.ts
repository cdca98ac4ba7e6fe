import { canonical } from '@/lib/audit/canonical'
import { minutesInWords } from '@/lib/format/duration'
import { OpError } from '@/lib/ops/failure'
import { levelsUpTo } from '@/lib/ops/level'
import { findCommand } from '@/lib/ops/registry'
import type { RequestRow } from './rows'

/** How an approver narrows a request. Null: as requested. */
export type Narrowing = { minutes: number | null; level: string | null }

export const AS_REQUESTED: Narrowing = { minutes: null, level: null }

type Asked = Pick<RequestRow, 'op' | 'input' | 'minutes'>

const levelsOf = ({ op, input }: Asked) => levelsUpTo(findCommand(op), JSON.parse(input))

/** The narrowest of several approvals: the shortest time and the smallest level. */
export function narrowest(r: Asked, votes: readonly Narrowing[]): Narrowing {
  const levels = levelsOf(r)
  const minutes = votes.flatMap((v) => v.minutes ?? [])
  const ranks = votes.flatMap((v) => (v.level === null ? [] : levels.indexOf(v.level)))
  return {
    minutes: minutes.length > 0 ? Math.min(...minutes) : null,
    level: ranks.length > 0 ? (levels[Math.min(...ranks)] ?? null) : null,
  }
}

/** The input of the call: the request's, narrowed. */
export function approvedInput(r: Asked, { minutes, level }: Narrowing): string {
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
export function checkNarrower(r: Asked, { minutes, level }: Narrowing): void {
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
}

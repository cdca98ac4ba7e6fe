import { AtlasError } from '@/lib/atlas/errors'
import { type Watched, watched } from '@/lib/atlas/watch'
import { type FailureKind, OpError, statusOf } from '@/lib/ops/failure'
import { isDatabaseError } from './database'
import type { Answer } from './op-answer'

type About = Omit<Extract<Watched, { kind: 'operation' }>, 'kind' | 'outcome'>

/** Measures an operation with its outcome: `ok`, `accepted`, the kind of its failure, or `left` when the caller is gone. */
export function watchedOp(about: About, work: () => Promise<Answer>): Promise<Answer> {
  const whole: Watched = { kind: 'operation', ...about }
  return watched(whole, async () => {
    try {
      const answer = await work()
      whole.outcome = answer.accepted ? 'accepted' : 'ok'
      return answer
    } catch (error) {
      whole.outcome = outcomeOf(error)
      throw error
    }
  })
}

function outcomeOf(error: unknown): FailureKind | 'left' {
  if (error instanceof OpError || error instanceof AtlasError) return error.kind
  if (isDatabaseError(error)) return 'unavailable'
  return error instanceof Error && error.name === 'AbortError' ? 'left' : 'bug'
}

const kinds = Object.entries(statusOf)

/** The outcome that a status stands for: the gateway answers with Atlas's statuses. */
export const outcomeOfStatus = (status: number): string =>
  status < 400 ? 'ok' : (kinds.find(([, of]) => of === status)?.[0] ?? 'refused')

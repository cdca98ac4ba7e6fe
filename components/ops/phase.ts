import { millis } from '@/lib/format/time'
import type { RequestSummary } from '@/lib/ops/request-shapes'

/** What of a request tells its phase. */
export type Moving = Pick<RequestSummary, 'state' | 'how' | 'effect' | 'endsAt'>

/** The phase of a request: its state, how it closed, and the progress of its latest call to Atlas. */
export type Phase =
  | 'pending'
  | 'planned'
  | 'unsent'
  | 'awaiting'
  | 'sending'
  | 'checking'
  | 'live'
  | 'ending'
  | 'revoking'
  | 'revoke-checking'
  | 'denied'
  | 'cancelled'
  | 'expired'
  | 'stopped'
  | NonNullable<RequestSummary['how']>

/** Whether a call can't go on now: its outcome is unknown, or it could not be sent. */
export const isStuck = ({ state, stuckSince }: NonNullable<Moving['effect']>): boolean =>
  state === 'unknown' || stuckSince !== null

/**
 * `now` is the server's time in milliseconds. A permit is `awaiting` until its client repeats the call.
 * An expired grant is `ending` until a read confirms that it is gone. A grant that was revoked before Atlas acted on it is
 * `stopped`.
 */
export function phaseOf({ state, how, effect, endsAt }: Moving, now: number): Phase {
  if (state === 'closed') {
    const wasGranted = effect?.isEnd !== false || effect.state !== 'refused'
    return how === 'revoked' && !wasGranted ? 'stopped' : (how ?? 'done')
  }
  if (state !== 'approved') return state
  if (effect?.isEnd) return isStuck(effect) ? 'revoke-checking' : 'revoking'
  switch (effect?.state) {
    case undefined:
    case 'planned':
    case 'claimed':
    case 'absent':
      if (effect?.awaitsCaller && effect.state === 'planned') return 'awaiting'
      return effect && isStuck(effect) ? 'unsent' : 'planned'
    case 'sending':
      return 'sending'
    case 'unknown':
      return 'checking'
    case 'confirmed':
      return (millis(endsAt) ?? Number.POSITIVE_INFINITY) <= now ? 'ending' : 'live'
    case 'refused':
    case 'conflict':
      return effect.state
  }
}

const over: readonly Phase[] = [
  'denied',
  'cancelled',
  'expired',
  'done',
  'begun',
  'ended',
  'revoked',
  'stopped',
  'refused',
  'missed',
  'conflict',
  'replaced',
  'skipped',
  'mixed',
]

/** Whether the phase is final. */
export const isOver = (phase: Phase): boolean => over.includes(phase)

/** Whether the access is being ended, so that nobody has to. */
export const isEnding = (phase: Phase): boolean =>
  phase === 'ending' || phase === 'revoking' || phase === 'revoke-checking'

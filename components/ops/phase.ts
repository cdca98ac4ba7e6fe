import type { RequestSummary } from '@/lib/ops/request-shapes'

type Moving = Pick<RequestSummary, 'state' | 'how' | 'effect' | 'endsAt'>

/** Where a request stands, as one word: its state, how it closed, and what its newest call to Atlas is doing. */
export type Phase =
  | 'pending'
  | 'planned'
  | 'sending'
  | 'checking'
  | 'live'
  | 'ending'
  | 'revoking'
  | 'revoke-checking'
  | 'denied'
  | 'cancelled'
  | 'expired'
  | NonNullable<RequestSummary['how']>

/** `now` in milliseconds by the server's clock: past its end a grant is `ending` until Atlas was read to be empty. */
export function phaseOf({ state, how, effect, endsAt }: Moving, now: number): Phase {
  if (state === 'closed') return how ?? 'done'
  if (state !== 'approved') return state
  if (effect?.op === 'employee.revoke')
    return effect.state === 'unknown' ? 'revoke-checking' : 'revoking'
  switch (effect?.state) {
    case undefined:
    case 'planned':
    case 'claimed':
    case 'absent':
      return 'planned'
    case 'sending':
      return 'sending'
    case 'unknown':
      return 'checking'
    case 'confirmed':
      return endsAt && Date.parse(endsAt) <= now ? 'ending' : 'live'
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
  'refused',
  'missed',
  'conflict',
]

/** Nothing more will happen to it. */
export const isOver = (phase: Phase): boolean => over.includes(phase)

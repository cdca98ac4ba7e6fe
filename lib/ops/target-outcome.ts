import type { closedHows, effectStates, requestStates } from './request-shapes'

/** What came of one target of a request for several. */
export const targetOutcomes = [
  'granted',
  'failed',
  'skipped',
  'left-out',
  'stopped',
  'waiting',
] as const
export type TargetOutcome = (typeof targetOutcomes)[number]

type Part = {
  state: (typeof requestStates)[number]
  how: (typeof closedHows)[number] | null
  /** The state of its call. Null: none is planned. */
  call: (typeof effectStates)[number] | null
}

/** The outcome of a target, from its part of the request. */
export function targetOutcome({ state, how, call }: Part): TargetOutcome {
  if (how === 'skipped') return 'skipped'
  if (call === 'confirmed') return 'granted'
  if (state === 'denied') return 'left-out'
  if (state === 'pending' || state === 'approved') return 'waiting'
  return state === 'closed' && how !== 'revoked' ? 'failed' : 'stopped'
}

const words: Record<TargetOutcome, string> = {
  granted: 'granted',
  failed: 'failed',
  skipped: 'skipped',
  'left-out': 'left out',
  stopped: 'stopped',
  waiting: 'waiting',
}

/** `3 of 5 granted, 1 failed, 1 skipped`; with `done`, for commands that give no access, `3 of 5 done`. */
export function outcomesInWords(
  outcomes: readonly TargetOutcome[],
  done: 'granted' | 'done' = 'granted',
): string {
  const n = (of: TargetOutcome) => outcomes.filter((one) => one === of).length
  const others = targetOutcomes.filter((one) => one !== 'granted' && n(one) > 0)
  return [
    `${n('granted')} of ${outcomes.length - n('left-out')} ${done}`,
    ...others.map((one) => `${n(one)} ${words[one]}`),
  ].join(', ')
}

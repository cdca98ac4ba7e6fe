import { type KeptStep, MOST_CALLS } from './rows'

/** The state in an answer, by whichever of Atlas's names for it. */
function stateIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  for (const name of ['state', 'stateName', 'status'])
    if (name in answer) return String(Reflect.get(answer, name))
  return undefined
}

/** `: it is STOPPING`, where an answer says so. */
export function stateOf(answer: unknown): string {
  if (answer === undefined) return ': it is not there'
  const state = stateIn(answer)
  return state === undefined ? '' : `: it is ${state}`
}

const said = ({ atlas }: Pick<KeptStep, 'atlas'>): string =>
  atlas ? ` (Atlas said ${[atlas.status, atlas.errorCode].filter(Boolean).join(' ')})` : ''

type Tried = Pick<KeptStep, 'attempts' | 'atlas' | 'isUncertain' | 'isTaken'>

/** Why it is not known whether a step was done. */
const unclear = (step: Tried): string =>
  step.isUncertain
    ? `Try ${step.attempts} of ${MOST_CALLS} had no clear answer${said(step)}`
    : `An earlier try had no clear answer, and the next one was not taken${said(step)}`

/** What is waited for while a step is looked at. */
export function waitingFor(step: Tried, answer: unknown): string {
  if (step.isTaken) {
    const state = stateIn(answer)
    return state
      ? `Atlas has accepted it and still shows ${state}.`
      : `Atlas has accepted it. Waiting until it shows${stateOf(answer)}.`
  }
  const next =
    step.isUncertain && step.attempts < MOST_CALLS
      ? ' If nothing of it shows, it is sent again.'
      : ''
  return `${unclear(step)}. Looking whether it took effect${stateOf(answer)}.${next}`
}

export const sentAgain = (step: Tried): string =>
  `${unclear(step)}, and Atlas shows nothing of it: try ${step.attempts + 1} of ${MOST_CALLS} follows.`

/** Of a step whose last call had time to take effect and did not. */
export const notDone = (step: Tried, answer: unknown): string =>
  `${unclear(step)}, and a later read shows nothing of it${stateOf(answer)}. It counts as not done.`

/** Of a step that took longer than anybody waits. */
export const tooLong = (step: Tried, minutes: number, answer: unknown): string =>
  step.isTaken
    ? `Atlas took the call ${minutes} min ago and is not done${stateOf(answer)}.`
    : `${unclear(step)}, and ${minutes} min after the last one nothing of it shows${stateOf(answer)}.`

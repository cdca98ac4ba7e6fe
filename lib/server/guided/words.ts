import { type KeptStep, MOST_CALLS } from './rows'

/** The state in an answer. Atlas has several field names for it. */
function stateIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  for (const name of ['state', 'stateName', 'status'])
    if (name in answer) return String(Reflect.get(answer, name))
  return undefined
}

/** `: it is STOPPING`, if the answer has a state. */
export function stateOf(answer: unknown): string {
  if (answer === undefined) return ': it does not exist'
  const state = stateIn(answer)
  return state === undefined ? '' : `: it is ${state}`
}

const said = ({ atlas }: Pick<KeptStep, 'atlas'>): string =>
  atlas ? ` (Atlas answered ${[atlas.status, atlas.errorCode].filter(Boolean).join(' ')})` : ''

type Tried = Pick<KeptStep, 'attempts' | 'atlas' | 'isUncertain' | 'isTaken'>

/** Why the outcome of a step is unknown. */
const unclear = (step: Tried): string =>
  step.isUncertain
    ? `Attempt ${step.attempts} of ${MOST_CALLS} was not confirmed${said(step)}`
    : `An earlier attempt was not confirmed, and the next one was refused${said(step)}`

/** What Gatehouse waits for while it checks a step. */
export function waitingFor(step: Tried, answer: unknown): string {
  if (step.isTaken) {
    const state = stateIn(answer)
    return state
      ? `Accepted by Atlas. Still ${state}.`
      : `Accepted by Atlas. Waiting for the change to show${stateOf(answer)}.`
  }
  const next = step.isUncertain && step.attempts < MOST_CALLS ? ' If not, it is sent again.' : ''
  return `${unclear(step)}. Checking whether it took effect${stateOf(answer)}.${next}`
}

export const sentAgain = (step: Tried): string =>
  `${unclear(step)}, and Atlas shows no change. Next is attempt ${step.attempts + 1} of ${MOST_CALLS}.`

/** For a step whose last call had time to take effect and did not. */
export const notDone = (step: Tried, answer: unknown): string =>
  `${unclear(step)}, and Atlas shows no change${stateOf(answer)}. The step failed.`

/** For a step that took too long. */
export const tooLong = (step: Tried, minutes: number, answer: unknown): string =>
  step.isTaken
    ? `Atlas accepted this ${minutes} min ago and has not finished${stateOf(answer)}.`
    : `${unclear(step)}, and ${minutes} min later Atlas shows no change${stateOf(answer)}.`

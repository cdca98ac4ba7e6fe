import type { Environment, Friction } from './define'

/** A download gives the whole data away, so a production one needs a second person. */
export const downloadFriction = (
  because: string,
  environment: Environment,
  phrase: string,
): Friction =>
  environment === 'production'
    ? { level: 'approval', phrase, because: `This is production data. ${because}` }
    : { level: 'confirm', because }

/** Why gatehouse.yaml's `policy.friction` asks more than an operation does by itself. */
export const RAISED = 'The policy of this console asks for it.'

/**
 * The friction of a production project stands one level above that of any other: nothing → a question → typing `phrase`.
 * What needs typing or approval elsewhere needs the same there.
 */
export const oneUp = (friction: Friction, environment: Environment, phrase: string): Friction => {
  if (environment !== 'production') return friction
  if (friction.level === 'none')
    return { level: 'confirm', because: 'This is a production project.' }
  if (friction.level === 'confirm')
    return { level: 'type', phrase, because: `This is a production project. ${friction.because}` }
  return friction
}

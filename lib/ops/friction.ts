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

/** The reason when gatehouse.yaml raises the friction of an operation. */
export const RAISED = 'The policy requires it.'

/**
 * Raises friction by one level in a production project: none → confirm → type `phrase`.
 * `type` and `approval` stay.
 */
export const oneUp = (friction: Friction, environment: Environment, phrase: string): Friction => {
  if (environment !== 'production') return friction
  if (friction.level === 'none')
    return { level: 'confirm', because: 'This is a production project.' }
  if (friction.level === 'confirm')
    return { level: 'type', phrase, because: `This is a production project. ${friction.because}` }
  return friction
}

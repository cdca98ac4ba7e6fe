import { z } from 'zod'
import type { Environment } from './environment'

/** What a command asks of a person, from least to most. docs/friction.md has the approved level of each command. */
export const frictionLevels = ['none', 'confirm', 'type', 'approval'] as const
export type FrictionLevel = (typeof frictionLevels)[number]

export const friction = z.discriminatedUnion('level', [
  z.object({ level: z.literal('none') }),
  z.object({ level: z.literal('confirm'), because: z.string() }),
  z.object({ level: z.literal('type'), phrase: z.string(), because: z.string() }),
  /** With a phrase, the requester types it first. */
  z.object({ level: z.literal('approval'), phrase: z.string().optional(), because: z.string() }),
]) satisfies z.ZodType<{ level: FrictionLevel }>
export type Friction = z.output<typeof friction>

/** Whether a second person must approve the command. */
export const isGated = (
  asked: Friction | undefined,
): asked is Extract<Friction, { level: 'approval' }> => asked?.level === 'approval'

/** The phrase that a person types before the command is sent. A request shows its own. */
export const typedPhrase = (asked: Friction | undefined): string | undefined =>
  asked?.level === 'type' ? asked.phrase : undefined

/** Whether `level` asks for more than `other`. */
export const isHigher = (level: FrictionLevel, other: FrictionLevel): boolean =>
  frictionLevels.indexOf(level) > frictionLevels.indexOf(other)

/** A download gives the whole data away, so a production one needs a second person. */
export const downloadFriction = (
  because: string,
  environment: Environment,
  phrase: string,
): Friction =>
  environment === 'production'
    ? { level: 'approval', phrase, because: `This is production data. ${because}` }
    : { level: 'confirm', because }

/** A deleted production backup can't be made again, so losing one needs a second person. */
export const lossFriction = (
  level: 'confirm' | 'type',
  because: string,
  environment: Environment,
  phrase: string,
): Friction => {
  if (environment === 'production')
    return { level: 'approval', phrase, because: `This is a production backup. ${because}` }
  return level === 'type' ? { level, phrase, because } : { level, because }
}

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

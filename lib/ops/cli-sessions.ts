import { z } from 'zod'
import { command, query } from './define'
import { time } from './request-shapes'
import { line } from './text'

const cliSession = z.object({
  id: z.string(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  seenAt: time,
  /** If nobody uses it again. */
  endsAt: time,
})
export type CliSession = z.output<typeof cliSession>

export const listCliSessions = query({
  id: 'cliSessions.list',
  title: 'View your command line sessions',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({ results: z.array(cliSession) }),
  maxAgeSeconds: 0,
  refetchInterval: () => 15_000,
})

/** With or without the dash, as the command line shows it. */
const code = line('Enter the code')
  .regex(/^[A-Za-z]{4}[ -]?[A-Za-z]{4}$/, 'The code has 8 letters, such as BCDF-GHJK')
  .meta({ examples: ['BCDF-GHJK'] })

export const findCliSignIn = query({
  id: 'cliSessions.find',
  title: 'Find a command line that signs in',
  roles: ['viewer'],
  input: z.strictObject({ code }),
  output: z.object({
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    askedAt: time,
    expiresAt: time,
    /** The same network as the reader's browser. Null: not known. */
    isSameAddress: z.boolean().nullable(),
  }),
  maxAgeSeconds: 0,
})

const invalidates = ['cliSessions.list', 'cliSessions.find', 'sessions.list', 'sessions.mine']

export const approveCliSignIn = command({
  id: 'cliSessions.approve',
  title: 'Sign in a command line',
  roles: ['viewer'],
  input: z.strictObject({ code }),
  output: z.object({ state: z.literal('approved') }),
  verbs: { do: 'Sign in', doing: 'Signing in…', done: () => 'Command line signed in' },
  summary: () => 'Sign in a command line as you',
  target: () => 'command line',
  invalidates,
})

export const denyCliSignIn = command({
  id: 'cliSessions.deny',
  title: 'Refuse to sign in a command line',
  roles: ['viewer'],
  input: z.strictObject({ code }),
  output: z.object({ state: z.literal('denied') }),
  verbs: { do: 'Deny', doing: 'Denying…', done: () => 'Sign-in denied' },
  summary: () => 'Refuse to sign in a command line',
  target: () => 'command line',
  invalidates,
})

export const endCliSession = command({
  id: 'cliSessions.end',
  title: 'End one of your command line sessions',
  roles: ['viewer'],
  input: z.strictObject({ sessionId: z.uuid('This is not a session ID') }),
  output: z.object({ ended: z.boolean() }),
  verbs: { do: 'End session', doing: 'Ending…', done: () => 'Session ended' },
  summary: () => 'End a command line session',
  target: (i) => `session ${i.sessionId}`,
  friction: () => ({ level: 'confirm', because: 'The command line has to sign in again.' }),
  invalidates,
})

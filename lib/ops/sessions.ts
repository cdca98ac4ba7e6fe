import { z } from 'zod'
import { command, query } from './define'

export const listSessions = query({
  id: 'sessions.list',
  title: 'List sessions',
  roles: ['admin'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        /** The subject at the identity provider, because names are not unique. */
        account: z.string(),
        groups: z.array(z.string()),
        startedAt: z.string(),
        seenAt: z.string(),
        endsAt: z.string(),
        address: z.string().nullable(),
        /** Of a command line, not of a browser. */
        isCli: z.boolean(),
        isMe: z.boolean(),
      }),
    ),
    /** All open sessions. More than `results` when the list is cut. */
    total: z.number(),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 15_000,
})

export const endSession = command({
  id: 'sessions.end',
  title: 'End a session',
  roles: ['admin'],
  input: z.strictObject({
    sessionId: z.uuid('This is not a session ID'),
  }),
  output: z.object({ ended: z.boolean() }),
  summary: () => 'End a session',
  target: (i) => `session ${i.sessionId}`,
  friction: () => ({ level: 'confirm', because: 'The person has to sign in again.' }),
  invalidates: ['sessions.list', 'sessions.mine'],
})

export const listMySessions = query({
  id: 'sessions.mine',
  title: 'View your sessions',
  roles: ['viewer'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(
      z.object({
        id: z.string(),
        startedAt: z.string(),
        seenAt: z.string(),
        endsAt: z.string(),
        address: z.string().nullable(),
        userAgent: z.string().nullable(),
        isCli: z.boolean(),
        /** The session that asks. */
        isMe: z.boolean(),
      }),
    ),
  }),
  scope: () => ({ kind: 'console' }),
  maxAgeSeconds: 0,
  refetchInterval: () => 15_000,
})
export type MySession = z.output<typeof listMySessions.output>['results'][number]

export const endMySession = command({
  id: 'sessions.endMine',
  title: 'End one of your sessions',
  roles: ['viewer'],
  input: z.strictObject({ sessionId: z.uuid('This is not a session ID') }),
  output: z.object({ ended: z.boolean() }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'End session', doing: 'Ending…', done: () => 'Session ended' },
  summary: () => 'End this session',
  target: (i) => `session ${i.sessionId}`,
  friction: () => ({ level: 'confirm', because: 'That browser or command line is signed out.' }),
  invalidates: ['sessions.mine', 'sessions.list', 'cliSessions.list'],
})

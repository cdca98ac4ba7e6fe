import { z } from 'zod'
import { command, query } from './define'
import { time } from './request-shapes'
import { line } from './text'
import { requestReads } from './waiting'

const delegation = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  startsAt: time,
  endsAt: time,
  state: z.enum(['planned', 'active', 'ended']),
  /** The reader gave it. */
  isMine: z.boolean(),
})
export type Delegation = z.output<typeof delegation>

export const listDelegations = query({
  id: 'delegations.list',
  title: 'View your delegations',
  roles: ['viewer'],
  input: z.strictObject({}),
  scope: () => ({ kind: 'console' }),
  output: z.object({
    /** Given by the reader or to the reader, newest first. */
    results: z.array(delegation),
  }),
  maxAgeSeconds: 0,
})

export const listPeople = query({
  id: 'people.list',
  title: 'List people to choose from',
  roles: ['requester', 'operator', 'approver', 'admin'],
  input: z.strictObject({}),
  scope: () => ({ kind: 'console' }),
  output: z.object({
    /** Others with a role in a place of the reader who signed in within the last 90 days, by account. At most 500. */
    results: z.array(z.object({ sub: z.string(), name: z.string() })),
  }),
  maxAgeSeconds: 0,
})

const day = z.iso.datetime({ offset: true, error: 'Choose a date and time' })

export const createDelegation = command({
  id: 'delegations.create',
  title: 'Delegate approvals',
  roles: ['approver'],
  input: z.strictObject({
    /** The account of the person who decides meanwhile. */
    to: line('Choose a person').min(1, 'Choose a person').max(255),
    /** Now, if it is missing. */
    startsAt: day.optional(),
    endsAt: day,
  }),
  output: z.object({ id: z.string() }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'Delegate', doing: 'Delegating…', done: () => 'Approvals delegated' },
  summary: () => 'Delegate approvals',
  target: () => 'delegation',
  invalidates: ['delegations.list', ...requestReads],
})

export const endDelegation = command({
  id: 'delegations.end',
  title: 'End a delegation',
  roles: ['viewer'],
  input: z.strictObject({ id: line().min(1).max(40) }),
  output: z.object({ id: z.string() }),
  scope: () => ({ kind: 'console' }),
  verbs: { do: 'End', doing: 'Ending…', done: () => 'Delegation ended' },
  summary: () => 'End a delegation',
  target: (i) => `delegation ${i.id}`,
  friction: () => ({
    level: 'confirm',
    because: 'Approvals given under it that have not been carried out no longer count.',
  }),
  invalidates: ['delegations.list', ...requestReads],
})

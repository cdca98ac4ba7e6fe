import { z } from 'zod'
import { command, query } from '@/lib/ops/define'
import { type Failure, OpError } from '@/lib/ops/failure'

export type Entry = { id: string; name: string; state: string; size: number; createdAt: string }

export const entries: readonly Entry[] = [
  { id: '1', name: 'office-berlin', state: 'ACTIVE', size: 256, createdAt: '2026-11-03T08:12:00Z' },
  { id: '2', name: 'ci-runners', state: 'PENDING', size: 16, createdAt: '2026-11-21T17:40:00Z' },
  { id: '3', name: 'vpn', state: 'FAILED', size: 1, createdAt: '2026-11-28T02:05:00Z' },
  { id: '4', name: 'partner', state: 'PAUSED', size: 4096, createdAt: '2026-08-14T11:00:00Z' },
]

export const refusedEntries: Failure = {
  kind: 'atlas-down',
  message: 'Atlas did not answer.',
  requestId: '01hzy3v0exampleexample0000',
  atlas: { status: 503, errorCode: 'SERVICE_UNAVAILABLE', detail: 'Try again later.' },
}

const place = z.strictObject({ state: z.string() })

/** A list in the state that its input names. */
export const listEntries = query({
  id: 'gallery.list',
  title: 'List entries',
  atlas: { op: 'listGroups', version: '2023-01-01' },
  roles: ['viewer'],
  input: place,
  output: z.looseObject({ results: z.array(z.custom<Entry>()), totalCount: z.number() }),
})

/** A command with one field of each kind. */
export const addEntry = command({
  id: 'gallery.add',
  title: 'Add an entry',
  atlas: { op: 'createGroup', version: '2023-01-01' },
  roles: ['operator'],
  input: z.strictObject({
    name: z
      .string()
      .min(3, 'Use at least 3 characters.')
      .meta({ label: 'Name', hint: 'Lowercase letters and dashes.' }),
    comment: z.string().optional().meta({ label: 'Comment', multiline: true }),
    size: z.number().max(10, 'At most 10.').meta({ label: 'Size' }),
    tier: z
      .enum(['small', 'large'])
      .meta({ label: 'Tier', choices: { small: 'Small', large: 'Large' } }),
    isOpen: z.boolean().meta({ label: 'Open to everyone' }),
    addresses: z.array(z.string()).meta({ label: 'Addresses', hint: 'One per line.' }),
  }),
  verbs: { do: 'Add entry', doing: 'Adding…', done: ({ name }) => `${name} added` },
  summary: ({ name }) => `Add ${name}`,
})

/** A failure of each kind that people see. */
export const failures: readonly OpError[] = (
  [
    'invalid',
    'not-allowed',
    'not-found',
    'conflict',
    'atlas-down',
    'unknown-outcome',
    'bug',
  ] as const
).map((kind) => new OpError({ ...refusedEntries, kind, message: 'What happened, and what to do.' }))

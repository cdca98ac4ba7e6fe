import { z } from 'zod'
import { command, query } from './define'
import { line } from './text'

const subject = line('Enter the subject of the person')
  .min(1, 'Enter the subject of the person')
  .max(255, 'At most 255 characters')

/** What is erased, by the person's subject at the identity provider. */
export const previewErasure = query({
  id: 'erasures.preview',
  title: 'View what erasing a person would remove',
  roles: ['admin'],
  input: z.strictObject({ subject }),
  output: z.object({
    /** The names under which the person was seen. */
    names: z.array(z.string()),
    texts: z.number(),
    requests: z.number(),
    decisions: z.number(),
    /** Requests and changes that are still open: their text stays until they end. */
    open: z.array(z.string()),
  }),
  maxAgeSeconds: 0,
})

export const listErasures = query({
  id: 'erasures.list',
  title: 'View erasures of personal text',
  roles: ['admin'],
  input: z.strictObject({}),
  output: z.object({
    results: z.array(
      z.object({
        id: z.string(),
        subject: z.string(),
        requestedAt: z.string(),
        doneAt: z.string().nullable(),
        texts: z.number().nullable(),
        open: z.array(z.string()),
        error: z.string().nullable(),
      }),
    ),
  }),
  maxAgeSeconds: 0,
  refetchInterval: ({ results }) =>
    results.some(({ doneAt }) => doneAt === null) ? 2_000 : 30_000,
})

export const requestErasure = command({
  id: 'erasures.request',
  title: 'Erase a person’s text',
  roles: ['admin'],
  input: z.strictObject({ subject: subject.meta({ label: 'Subject', examples: ['f1c2-0042'] }) }),
  output: z.object({ id: z.string() }),
  verbs: { do: 'Erase text', doing: 'Requesting…', done: () => 'Erasure requested' },
  summary: (i) => `Erase the text of the person ${i.subject}`,
  target: (i) => `person ${i.subject}`,
  friction: (i) => ({
    level: 'type',
    phrase: i.subject,
    because: 'Nobody can bring the text back, and auditors can no longer read it.',
  }),
  invalidates: ['erasures.list', 'erasures.preview'],
})

import { z } from 'zod'
import { command, query } from './define'
import { requestId } from './request-shapes'

const seq = z.int().min(1)
/** A proof as text, which anyone can check without Gatehouse, and how many rows its checkpoint covers. */
const proof = z.object({ text: z.string(), size: z.number() })

export const proveRow = query({
  id: 'audit.proof',
  title: 'Prove an audit row',
  roles: ['auditor'],
  input: z.strictObject({ seq }),
  scope: () => ({ kind: 'console' }),
  output: proof,
  maxAgeSeconds: 0,
})

export const proveStep = query({
  id: 'requests.proof',
  title: 'Prove a step of a request',
  roles: ['viewer'],
  input: z.strictObject({ requestId, seq }),
  output: proof,
  maxAgeSeconds: 0,
})

export const proveGrowth = query({
  id: 'audit.consistency',
  title: 'Prove that a checkpoint continues an older one',
  roles: ['auditor'],
  input: z.strictObject({ from: seq, to: seq }),
  output: proof,
  maxAgeSeconds: 0,
})

export const listCheckpoints = query({
  id: 'audit.checkpoints',
  title: 'View signed checkpoints',
  roles: ['auditor'],
  input: z.strictObject({}),
  output: z.object({
    /** Null: no key is set, and nothing is signed. */
    publicKey: z.string().nullable(),
    /** The newest 100. */
    results: z.array(z.object({ size: z.number(), note: z.string(), madeAt: z.string() })),
    sinks: z.array(
      z.object({
        name: z.string(),
        /** The rows of the last checkpoint it received. */
        size: z.number().nullable(),
        behindMinutes: z.number().nullable(),
        error: z.string().nullable(),
      }),
    ),
    /** Streams of rows to a SIEM. */
    streams: z.array(
      z.object({
        name: z.string(),
        /** The last row it received. */
        sent: z.number(),
        behindRows: z.number(),
        /** Since the oldest row that it has not received. */
        behindMinutes: z.number().nullable(),
        error: z.string().nullable(),
      }),
    ),
    /** The last scheduled verification. */
    verified: z
      .object({ at: z.string(), rows: z.number().nullable(), bad: z.string().nullable() })
      .nullable(),
    warnings: z.array(z.string()),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 30_000,
})

export const signCheckpoint = command({
  id: 'audit.checkpoint',
  title: 'Sign a checkpoint of the audit log',
  roles: ['admin'],
  input: z.strictObject({}),
  output: z.object({ size: z.number() }),
  verbs: { do: 'Sign a checkpoint', doing: 'Signing…', done: () => 'Checkpoint signed' },
  summary: () => 'Sign a checkpoint of the audit log',
  target: () => 'the audit log',
  friction: () => ({ level: 'none' }),
  invalidates: ['audit.checkpoints'],
})

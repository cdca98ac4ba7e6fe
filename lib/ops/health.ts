import { z } from 'zod'
import { query } from './define'
import { time } from './request-shapes'

/** A part of the page, or why it could not be read: the others still are. */
const part = <T extends z.ZodType>(value: T) =>
  z.object({ value: value.nullable(), why: z.string().nullable() })

const age = z.number().nullable()

export const getHealth = query({
  id: 'health.get',
  title: 'View the health of Gatehouse',
  roles: ['admin'],
  input: z.strictObject({}),
  output: z.object({
    /** Of the console that answered. */
    versions: z.object({
      gatehouse: z.string(),
      node: z.string(),
      metrics: z.boolean(),
      traces: z.boolean(),
    }),
    database: part(
      z.object({
        version: z.string(),
        /** The last migration, and when it ran. */
        migration: z.string(),
        migratedAt: time,
        megabytes: z.number(),
      }),
    ),
    /** What is wrong with the proof of the audit log or with the clocks, in sentences. */
    warnings: part(z.array(z.string())),
    queues: part(
      z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          length: z.number(),
          /** In seconds. */
          oldestSeconds: age,
        }),
      ),
    ),
    chain: part(
      z.object({
        rows: z.number(),
        /** Ages in seconds. */
        checkpointAge: age,
        verifiedAge: age,
        bad: z.string().nullable(),
        sinks: z.array(
          z.object({ name: z.string(), behindSeconds: age, error: z.string().nullable() }),
        ),
        streams: z.array(
          z.object({
            name: z.string(),
            behindRows: z.number(),
            behindSeconds: age,
            error: z.string().nullable(),
          }),
        ),
      }),
    ),
    channels: part(
      z.array(
        z.object({
          name: z.string(),
          waiting: z.number(),
          failed: z.number(),
          lastDeliveredAt: time.nullable(),
          /** Why it is off. */
          off: z.string().nullable(),
        }),
      ),
    ),
    /** Every console of the last day. */
    replicas: part(
      z.array(
        z.object({
          id: z.string(),
          /** The host and the start of the id, as `replica` of loops and connections. */
          name: z.string(),
          version: z.string(),
          node: z.string(),
          startedAt: time,
          seenAt: time,
          /** It has not written for 30 s. */
          isLost: z.boolean(),
          /** It answered this. */
          isThis: z.boolean(),
        }),
      ),
    ),
    /** Of the consoles that run. */
    loops: part(
      z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          replica: z.string(),
          startedAt: time.nullable(),
          succeededAt: time.nullable(),
          failedAt: time.nullable(),
          failures: z.number(),
          /** Runs that failed since the last success. */
          failuresInARow: z.number(),
          /** When the first of them failed, once there are several. Null: it works, or may recover by itself. */
          failingSince: time.nullable(),
          error: z.string().nullable(),
        }),
      ),
    ),
    connections: part(
      z.array(
        z.object({
          name: z.string(),
          replica: z.string(),
          /** Calls that can go now, and at most. */
          left: z.number(),
          burst: z.number(),
          /** How far the clock of Atlas is ahead, in ms. Null: not measured. */
          aheadMs: z.number().nullable(),
          problem: z.string().nullable(),
        }),
      ),
    ),
  }),
  maxAgeSeconds: 0,
  refetchInterval: () => 10_000,
})

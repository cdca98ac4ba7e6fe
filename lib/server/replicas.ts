import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { perProcess } from '@/lib/atlas/per-process'
import { type Sql, sql, type Transaction } from './database'

/** The channel of PostgreSQL on which replicas tell each other what to forget. */
export const CHANNEL = 'gatehouse'

/** Longest time without an own beat, in ms. */
const DEAF_AFTER_MS = 5_000

export const notice = z.object({
  /** Cached answers of these operations, only for these projects if any are named. `by`: the replica that knows already. */
  stale: z
    .object({ ops: z.array(z.string()), groups: z.array(z.string()), by: z.string().optional() })
    .optional(),
  /** Sessions that ended or changed. */
  sessions: z.array(z.string()).optional(),
  /** A person whose sessions changed. */
  person: z.object({ iss: z.string(), sub: z.string() }).optional(),
  /** The replica that is listening and sent this to itself. */
  beat: z.string().optional(),
})
export type Notice = z.output<typeof notice>

/** The id of this process among the replicas. */
export const thisReplica = perProcess('gatehouseReplica', randomUUID)

/** `heardAt`: when this process last received its own beat (performance.now()); undefined until it listens. */
export const hearing = perProcess('gatehouseHearing', () => ({
  heardAt: undefined as number | undefined,
}))

/** Whether notices of other replicas may be missing, so that nothing cached can be used. */
export function isDeaf(): boolean {
  const { heardAt } = hearing()
  return heardAt !== undefined && performance.now() - heardAt > DEAF_AFTER_MS
}

/** PostgreSQL refuses longer payloads. */
const MOST_BYTES = 7_000

/** Tells every replica, this one too. In a transaction, when it commits. Throws if the database fails. */
export async function tellReplicas(what: Notice, tx: Sql | Transaction = sql()): Promise<void> {
  const text = JSON.stringify(what)
  const fits = Buffer.byteLength(text) <= MOST_BYTES
  const wider = { ...what, ...(what.stale ? { stale: { ...what.stale, groups: [] } } : {}) }
  await tx`select pg_notify(${CHANNEL}, ${fits ? text : JSON.stringify(wider)})`
}

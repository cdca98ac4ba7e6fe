import { hostname } from 'node:os'
import { z } from 'zod'
import { storableIn } from '@/lib/format/storable'
import { version } from '@/package.json'
import { aheadOf } from '../clocks'
import { connections } from '../connections'
import { sql } from '../database'
import { failingConnections, refreshDirectory } from '../directory'
import { loopStates } from '../loop-states'
import { redact } from '../redact'
import { thisReplica } from '../replicas'

/** Without a row for this long, in seconds, a console is gone or can't reach the database. */
export const LOST_AFTER_SECONDS = 30
/** How long the row of a console that is gone stays, in hours. */
const KEEP_HOURS = 24

const ms = z.number().nullable().catch(null)
const replicaState = z.object({
  loops: z
    .array(
      z.object({
        name: z.string(),
        /** In ms since 1970. */
        startedAt: ms,
        succeededAt: ms,
        failedAt: ms,
        failures: z.number(),
        failuresInARow: z.number(),
        failingSince: ms,
        error: z.string().nullable(),
      }),
    )
    .catch([]),
  connections: z
    .array(
      z.object({
        name: z.string(),
        left: z.number(),
        burst: z.number(),
        perMinute: z.number(),
        /** How far Atlas's clock is ahead of this process's, in ms. */
        aheadMs: z.number().nullable(),
        problem: z.string().nullable(),
      }),
    )
    .catch([]),
})
type ReplicaState = z.output<typeof replicaState>

/** The state of this process. Does not call Atlas. */
export function ownState(): ReplicaState {
  const failing = new Map(failingConnections().map(({ view, why }) => [view.connection.name, why]))
  return {
    loops: [...loopStates()].map(([name, state]) => ({
      name,
      startedAt: state.startedAt ?? null,
      succeededAt: state.succeededAt ?? null,
      failedAt: state.failedAt ?? null,
      failures: state.failures,
      failuresInARow: state.failuresInARow,
      failingSince: state.failingSince ?? null,
      error: state.error === undefined ? null : firstLine(state.error),
    })),
    connections: connections().map((connection) => {
      const { left, burst, perMinute } = connection.budget()
      const { name } = connection
      return {
        name,
        left,
        burst,
        perMinute,
        aheadMs: aheadOf(name) ?? null,
        problem: failing.get(name) ?? null,
      }
    }),
  }
}

const firstLine = (text: string) => String(redact(text.split('\n', 1)[0] ?? '')).slice(0, 500)

/**
 * Stores the state of this process, and removes consoles that have been gone for a day. Starts to read the connections that
 * are due, so that their state is new without visitors. Throws if the database fails.
 */
export async function storeReplica(): Promise<void> {
  refreshDirectory()
  const started = new Date(Date.now() - process.uptime() * 1000)
  const state = sql().json(storableIn(ownState()))
  await sql()`
    insert into replica (id, host, version, node, started_at, state)
    values (${thisReplica()}, ${hostname()}, ${version}, ${process.version}, ${started}, ${state})
    on conflict (id) do update set seen_at = clock_timestamp(), state = excluded.state`
  await sql()`delete from replica where seen_at < clock_timestamp() - make_interval(hours => ${KEEP_HOURS})`
}

/** Removes the row of this process, which is stopping. Never throws. */
export const leaveReplicas = (): Promise<void> =>
  sql()`delete from replica where id = ${thisReplica()}`.then(
    () => {},
    () => {},
  )

export type Replica = {
  id: string
  host: string
  version: string
  node: string
  startedAt: Date
  seenAt: Date
  secondsAgo: number
  state: ReplicaState
}

/** Every console of the last day, this one included. Throws if the database fails. */
export async function replicasNow(): Promise<Replica[]> {
  const rows = await sql()<Array<Omit<Replica, 'state'> & { state: unknown }>>`
    select id, host, version, node, started_at as "startedAt", seen_at as "seenAt", state,
      greatest(extract(epoch from clock_timestamp() - seen_at)::float8, 0) as "secondsAgo"
    from replica order by started_at`
  return rows.map((row) => ({ ...row, state: replicaState.parse(row.state) }))
}

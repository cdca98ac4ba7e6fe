import { streamStates } from '../audit-streams/stream'
import { sinkStates } from '../checkpoints/health'
import { configuration } from '../configuration'
import { sql } from '../database'

/** The audit log and where its proof goes. Ages in seconds; null: never, or nothing is waiting. */
export type Chain = {
  rows: number
  checkpointAge: number | null
  verifiedAge: number | null
  /** What the last verification found wrong. */
  bad: string | null
  sinks: Array<{ name: string; behindSeconds: number | null; error: string | null }>
  streams: Array<{
    name: string
    behindRows: number
    behindSeconds: number | null
    error: string | null
  }>
}

const seconds = (minutes: number | null) => (minutes === null ? null : minutes * 60)

/** Throws if the database fails. */
export async function chainNow(): Promise<Chain> {
  const { checkpoints, auditStreams } = configuration()
  const named = (all: ReadonlyArray<{ name: string }>) => new Set(all.map(({ name }) => name))
  const [sinksKnown, streamsKnown] = [named(checkpoints.sinks), named(auditStreams)]
  const [[log], sinks, streams] = await Promise.all([
    sql()<Array<Pick<Chain, 'rows' | 'checkpointAge' | 'verifiedAge' | 'bad'>>>`
      select h.seq::float8 as rows, c.bad,
        extract(epoch from clock_timestamp() - c.checkpointed_at)::float8 as "checkpointAge",
        extract(epoch from clock_timestamp() - c.verified_at)::float8 as "verifiedAge"
      from audit_head h, audit_check c`,
    sinkStates(),
    streamStates(),
  ])
  if (!log) throw new Error('The row of audit_check is missing.')
  return {
    ...log,
    sinks: sinks
      .filter(({ name }) => sinksKnown.has(name))
      .map(({ name, behind, error }) => ({ name, behindSeconds: seconds(behind), error })),
    streams: streams
      .filter(({ name }) => streamsKnown.has(name))
      .map(({ name, behindRows, behindMinutes, error }) => ({
        name,
        behindRows,
        behindSeconds: seconds(behindMinutes),
        error,
      })),
  }
}

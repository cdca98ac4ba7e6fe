import { version } from '@/package.json'
import { answers, connections } from '../connections'
import { ownState } from '../health/replica'
import type { MetricName } from './catalog'
import type { Measures } from './registry'
import { type Stored, storedMetrics } from './stored'

type Values = Parameters<Measures['replace']>[1]

/** Atlas's reports count for this long, in ms. */
const RECENT_MS = 60_000

/** The metrics of this process and of the database, in Prometheus's text format. Does not call Atlas. */
export async function scrape(measures: Measures): Promise<{ type: string; text: string }> {
  const stored = await storedMetrics()
  const values: Partial<Record<MetricName, Values>> = {
    ...ownValues(),
    gatehouse_database_up: [[{}, stored ? 1 : 0]],
    ...storedValues(stored),
  }
  for (const [name, found] of Object.entries(values))
    measures.replace(name as MetricName, found ?? [])
  return { type: measures.registry.contentType, text: await measures.registry.metrics() }
}

function ownValues(): Partial<Record<MetricName, Values>> {
  const { loops, connections: states } = ownState()
  const { hit, shared, miss } = answers().counts
  const of = (value: (one: (typeof states)[number]) => number | null): Values =>
    states.flatMap((one) => {
      const found = value(one)
      return found === null ? [] : [[{ connection: one.name }, found] as const]
    })
  return {
    gatehouse_build_info: [[{ version, node: process.version }, 1]],
    gatehouse_cache_reads_total: [
      [{ result: 'hit' }, hit],
      [{ result: 'shared' }, shared],
      [{ result: 'miss' }, miss],
    ],
    gatehouse_atlas_budget_left: of(({ left }) => left),
    gatehouse_atlas_budget_per_minute: of(({ perMinute }) => perMinute),
    gatehouse_atlas_clock_ahead_seconds: of(({ aheadMs }) =>
      aheadMs === null ? null : aheadMs / 1000,
    ),
    gatehouse_atlas_connection_failing: of(({ problem }) => (problem === null ? 0 : 1)),
    gatehouse_atlas_limit_left_ratio: connections().flatMap((one) => {
      const shares = one
        .budget()
        .reported.filter(({ age, limit }) => age < RECENT_MS && limit)
        .map(({ left, limit }) => left / (limit ?? 1))
      return shares.length === 0 ? [] : [[{ connection: one.name }, Math.min(...shares)] as const]
    }),
    // An alert on a loop that fails from the start needs a value too.
    gatehouse_loop_last_success_timestamp_seconds: loops.map(({ name, succeededAt }) => [
      { loop: name },
      (succeededAt ?? performance.timeOrigin) / 1000,
    ]),
    gatehouse_loop_failures_total: loops.map(({ name, failures }) => [{ loop: name }, failures]),
  }
}

/** Old values are dropped while the database does not answer. */
function storedValues(stored: Stored | undefined): Partial<Record<MetricName, Values>> {
  const { queues = [], chain, replicas } = stored ?? {}
  const one = (value: number | null | undefined): Values => (value == null ? [] : [[{}, value]])
  return {
    gatehouse_queue_length: queues.map(({ name, length }) => [{ queue: name }, length]),
    gatehouse_queue_oldest_seconds: queues
      .filter(({ name }) => name !== 'commands')
      .map(({ name, oldestSeconds }) => [{ queue: name }, oldestSeconds ?? 0]),
    gatehouse_audit_rows: one(chain?.rows),
    gatehouse_audit_checkpoint_age_seconds: one(chain?.checkpointAge),
    gatehouse_audit_verification_age_seconds: one(chain?.verifiedAge),
    gatehouse_audit_broken: one(chain && (chain.bad === null ? 0 : 1)),
    gatehouse_audit_sink_behind_seconds:
      chain?.sinks.map(({ name, behindSeconds }) => [{ sink: name }, behindSeconds ?? 0]) ?? [],
    gatehouse_audit_stream_behind_rows:
      chain?.streams.map(({ name, behindRows }) => [{ stream: name }, behindRows]) ?? [],
    gatehouse_audit_stream_behind_seconds:
      chain?.streams.map(({ name, behindSeconds }) => [{ stream: name }, behindSeconds ?? 0]) ?? [],
    gatehouse_replicas: one(replicas),
  }
}

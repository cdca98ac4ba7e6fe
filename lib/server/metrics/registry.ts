import type { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { perProcess } from '@/lib/atlas/per-process'
import type { Watcher } from '@/lib/atlas/watch'
import { watchers } from '@/lib/atlas/watch'
import { type Metric, type MetricName, metrics } from './catalog'

type Labels = Record<string, string | number>

/** The metrics of this process. */
export type Measures = {
  registry: Registry
  /** Counts one. */
  count(name: MetricName, labels?: Labels): void
  /** Adds a value to a histogram. */
  observe(name: MetricName, labels: Labels, value: number): void
  /** Sets gauges and counters that are read at scrape; drops the values of other labels. */
  replace(name: MetricName, values: ReadonlyArray<readonly [Labels, number]>): void
}

const made = perProcess('gatehouseMeasures', () => ({
  measures: undefined as Measures | undefined,
}))

/** Undefined unless metrics are configured. */
export const measures = (): Measures | undefined => made().measures

/** Loads the library and starts to measure this process. */
export async function startMeasuring(): Promise<void> {
  const prom = await import('prom-client')
  const registry = new prom.Registry()
  prom.collectDefaultMetrics({ register: registry })
  const all = new Map<string, Counter | Gauge | Histogram>()
  for (const [name, metric] of Object.entries<Metric>(metrics)) {
    const { type, help, labels = [], buckets } = metric
    const common = { name, help, labelNames: [...labels], registers: [registry] }
    if (type === 'counter') all.set(name, new prom.Counter(common))
    else if (type === 'gauge') all.set(name, new prom.Gauge(common))
    else all.set(name, new prom.Histogram({ ...common, buckets: [...(buckets ?? [])] }))
  }
  const measures: Measures = {
    registry,
    count(name, labels = {}) {
      const metric = all.get(name)
      if (metric instanceof prom.Counter) metric.inc(labels)
    },
    observe(name, labels, value) {
      const metric = all.get(name)
      if (metric instanceof prom.Histogram) metric.observe(labels, value)
    },
    replace(name, values) {
      const metric = all.get(name)
      metric?.reset()
      for (const [labels, value] of values)
        if (metric instanceof prom.Gauge) metric.set(labels, value)
        else if (metric instanceof prom.Counter) metric.inc(labels, value)
    },
  }
  made().measures = measures
  watchers().push(measuring(measures))
}

/** Counts and times each piece of work. */
const measuring =
  ({ count, observe }: Measures): Watcher =>
  async (about, work) => {
    const started = performance.now()
    try {
      return await work()
    } finally {
      const seconds = (performance.now() - started) / 1000
      if (about.kind === 'http') {
        const { route, method, status = 0 } = about
        count('gatehouse_http_requests_total', { route, method, status })
        observe('gatehouse_http_request_duration_seconds', { route }, seconds)
      } else if (about.kind === 'operation') {
        const { client, id: operation, outcome = 'bug' } = about
        count('gatehouse_operations_total', { client, operation, outcome })
        observe('gatehouse_operation_duration_seconds', { client, operation }, seconds)
      } else {
        const { connection, op: operation, outcome = 'canceled' } = about
        count('gatehouse_atlas_calls_total', { connection, operation, outcome })
        observe('gatehouse_atlas_call_duration_seconds', { connection }, seconds)
      }
    }
  }

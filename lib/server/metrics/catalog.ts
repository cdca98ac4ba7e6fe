/** Every metric of Gatehouse. The table in docs/observability.md follows from it. */

export type Metric = {
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  labels?: readonly string[]
  /** Upper bounds in seconds. */
  buckets?: readonly number[]
  /** Read from PostgreSQL: the same on every console, and missing while the database does not answer. */
  stored?: true
}

const SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export const metrics = {
  gatehouse_http_requests_total: {
    type: 'counter',
    help: 'Requests by route (operation, gateway, api, file, page), method and status. 499: the client left first.',
    labels: ['route', 'method', 'status'],
  },
  gatehouse_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time until the answer to a request was sent.',
    labels: ['route'],
    buckets: SECONDS,
  },
  gatehouse_operations_total: {
    type: 'counter',
    help: 'Operations by client (console or gateway), id and outcome: ok, accepted, left, or the kind of the failure.',
    labels: ['client', 'operation', 'outcome'],
  },
  gatehouse_operation_duration_seconds: {
    type: 'histogram',
    help: 'Time of an operation, with the calls to Atlas that it waits for.',
    labels: ['client', 'operation'],
    buckets: SECONDS,
  },
  gatehouse_atlas_calls_total: {
    type: 'counter',
    help: 'Attempts of calls to Atlas by connection, Atlas operation and outcome: the status, timeout, unreachable, or canceled.',
    labels: ['connection', 'operation', 'outcome'],
  },
  gatehouse_atlas_call_duration_seconds: {
    type: 'histogram',
    help: 'Time of an attempt of a call to Atlas, without the wait for the rate budget.',
    labels: ['connection'],
    buckets: SECONDS,
  },
  gatehouse_atlas_budget_left: {
    type: 'gauge',
    help: 'Calls to Atlas that this console can send at once now. Negative while calls wait.',
    labels: ['connection'],
  },
  gatehouse_atlas_budget_per_minute: {
    type: 'gauge',
    help: 'Calls to Atlas that this console can send per minute.',
    labels: ['connection'],
  },
  gatehouse_atlas_limit_left_ratio: {
    type: 'gauge',
    help: 'The smallest share left of a rate limit that Atlas reported in the last minute.',
    labels: ['connection'],
  },
  gatehouse_atlas_clock_ahead_seconds: {
    type: 'gauge',
    help: 'How far the clock of Atlas is ahead of this console’s.',
    labels: ['connection'],
  },
  gatehouse_atlas_connection_failing: {
    type: 'gauge',
    help: '1 while this console can’t read the organizations of a connection.',
    labels: ['connection'],
  },
  gatehouse_cache_reads_total: {
    type: 'counter',
    help: 'Reads of Atlas by result: hit (from the cache), shared (with a call in progress), miss (a new call).',
    labels: ['result'],
  },
  gatehouse_loop_last_success_timestamp_seconds: {
    type: 'gauge',
    help: 'When a background loop of this console last succeeded, in seconds since 1970. The start of the console if it never did.',
    labels: ['loop'],
  },
  gatehouse_loop_failures_total: {
    type: 'counter',
    help: 'Failed runs of a background loop of this console.',
    labels: ['loop'],
  },
  gatehouse_web_vital_seconds: {
    type: 'histogram',
    help: 'LCP, INP and TTFB of a sample of page views, by page.',
    labels: ['vital', 'page'],
    buckets: [0.1, 0.2, 0.5, 1, 2.5, 4, 8],
  },
  gatehouse_web_vital_cls: {
    type: 'histogram',
    help: 'Cumulative layout shift of a sample of page views, by page.',
    labels: ['page'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5],
  },
  gatehouse_build_info: {
    type: 'gauge',
    help: 'Always 1, with the versions of Gatehouse and Node.js.',
    labels: ['version', 'node'],
  },
  gatehouse_database_up: {
    type: 'gauge',
    help: '1 if the metrics from PostgreSQL could be read for this scrape.',
  },
  gatehouse_queue_length: {
    type: 'gauge',
    help: 'Work that waits, by queue.',
    labels: ['queue'],
    stored: true,
  },
  gatehouse_queue_oldest_seconds: {
    type: 'gauge',
    help: 'Age of the oldest entry of a queue. 0 if it is empty.',
    labels: ['queue'],
    stored: true,
  },
  gatehouse_audit_rows: {
    type: 'gauge',
    help: 'Rows of the audit log.',
    stored: true,
  },
  gatehouse_audit_checkpoint_age_seconds: {
    type: 'gauge',
    help: 'Time since the whole audit log last had a signed checkpoint. Missing before the first.',
    stored: true,
  },
  gatehouse_audit_verification_age_seconds: {
    type: 'gauge',
    help: 'Time since the last scheduled verification of the audit log. Missing before the first.',
    stored: true,
  },
  gatehouse_audit_broken: {
    type: 'gauge',
    help: '1 if the last verification found a bad row.',
    stored: true,
  },
  gatehouse_audit_sink_behind_seconds: {
    type: 'gauge',
    help: 'Age of the oldest checkpoint that a sink has not received. 0 if it has all.',
    labels: ['sink'],
    stored: true,
  },
  gatehouse_audit_stream_behind_rows: {
    type: 'gauge',
    help: 'Audit rows that a stream has not received.',
    labels: ['stream'],
    stored: true,
  },
  gatehouse_audit_stream_behind_seconds: {
    type: 'gauge',
    help: 'Age of the oldest audit row that a stream has not received. 0 if it has all.',
    labels: ['stream'],
    stored: true,
  },
  gatehouse_replicas: {
    type: 'gauge',
    help: 'Consoles that wrote to the database in the last 30 seconds.',
    stored: true,
  },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof metrics

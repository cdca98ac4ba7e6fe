import { perProcess } from '@/lib/atlas/per-process'
import { watchers } from '@/lib/atlas/watch'
import { version } from '@/package.json'
import { sql } from '../database'
import { log } from '../log'
import { thisReplica } from '../replicas'
import { isSamplerKnown, protocolIn, samplingIn, tracesConfigured } from './configured'
import { traceQueries } from './queries'
import { reported } from './reported'
import { tracing } from './spans'

/** Ends tracing: sends what is left. */
export const stopTracing = perProcess('gatehouseStopTracing', () => ({
  stop: async (): Promise<void> => {},
}))

/** Starts to send traces if OpenTelemetry's variables say so. Loads nothing of it otherwise. Never throws. */
export async function startTracing(): Promise<void> {
  const { env } = process
  if (!tracesConfigured(env)) return
  const protocol = protocolIn(env)
  if (!protocol) {
    log.warn('No traces are sent: set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json.')
    return
  }
  try {
    await start(protocol)
    log.info('Traces are sent', { protocol })
  } catch (error) {
    log.error('Tracing did not start', { error: String(error) })
  }
}

async function start(protocol: NonNullable<ReturnType<typeof protocolIn>>): Promise<void> {
  const { env } = process
  const [
    api,
    sdk,
    { resourceFromAttributes, detectResources, envDetector },
    { OTLPTraceExporter },
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/resources'),
    protocol === 'http/json'
      ? import('@opentelemetry/exporter-trace-otlp-http')
      : import('@opentelemetry/exporter-trace-otlp-proto'),
  ])
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core')
  const { followsParent, share } = samplingIn(env)
  if (!isSamplerKnown(env))
    log.warn('OTEL_TRACES_SAMPLER is not a sampler of Gatehouse: all traces are sent.')
  const root = new sdk.TraceIdRatioBasedSampler(share)
  const delay = Number(env.OTEL_BSP_SCHEDULE_DELAY)
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'gatehouse',
      'service.version': version,
      'service.instance.id': thisReplica(),
    }).merge(detectResources({ detectors: [envDetector] })),
    sampler: followsParent ? new sdk.ParentBasedSampler({ root }) : root,
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: reported(new OTLPTraceExporter()),
        ...(delay > 0 ? { scheduledDelayMillis: delay } : {}),
      }),
    ],
  })
  const spans = tracing(
    api,
    provider.getTracer('gatehouse', version),
    new W3CTraceContextPropagator(),
  )
  watchers().unshift(spans.watcher)
  traceQueries(sql(), spans)
  stopTracing().stop = () => provider.shutdown()
}

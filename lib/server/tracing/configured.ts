type Env = Readonly<Record<string, string | undefined>>

/** Whether traces are sent, by OpenTelemetry's variables. Nothing is sent unless an endpoint is set. */
export function tracesConfigured(env: Env = process.env): boolean {
  const isOff =
    env.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || env.OTEL_TRACES_EXPORTER === 'none'
  return (
    !isOff && Boolean(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT)
  )
}

/** OTLP over HTTP as protobuf (the standard's default) or JSON; undefined for what Gatehouse can't send. */
export function protocolIn(env: Env): 'http/protobuf' | 'http/json' | undefined {
  const text =
    env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf'
  return text === 'http/protobuf' || text === 'http/json' ? text : undefined
}

const samplers = ['always_on', 'always_off', 'traceidratio']

/** Whether Gatehouse has the sampler that is set. */
export const isSamplerKnown = ({ OTEL_TRACES_SAMPLER: name }: Env): boolean =>
  !name || samplers.includes(name.replace(/^parentbased_/, ''))

/**
 * The share of new traces to send, and whether the caller's decision counts first. The default, also for an unknown
 * sampler, sends all.
 */
export function samplingIn(env: Env): { followsParent: boolean; share: number } {
  const name = (isSamplerKnown(env) && env.OTEL_TRACES_SAMPLER) || 'parentbased_always_on'
  const given = Number(env.OTEL_TRACES_SAMPLER_ARG || '1')
  const ratio = given >= 0 && given <= 1 ? given : 1
  const share = name.endsWith('always_off') ? 0 : name.endsWith('traceidratio') ? ratio : 1
  return { followsParent: name.startsWith('parentbased_'), share }
}

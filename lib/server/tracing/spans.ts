import { AsyncLocalStorage } from 'node:async_hooks'
import type { Context, Span, TextMapPropagator, Tracer } from '@opentelemetry/api'
import type { Watched, Watcher } from '@/lib/atlas/watch'

type Api = typeof import('@opentelemetry/api')

/** Makes spans. Attributes are ids of operations, statuses and request ids, never inputs. */
export type Tracing = {
  watcher: Watcher
  /** Starts a span in the trace that is running. Undefined outside of one. Returns what ends it. */
  child(name: string, attributes: Record<string, string>): ((error?: unknown) => void) | undefined
}

/** Takes the library's parts, so that nothing of it is loaded unless traces are configured. */
export function tracing(api: Api, tracer: Tracer, propagator: TextMapPropagator): Tracing {
  const running = new AsyncLocalStorage<Context>()

  /** A caller's trace counts as the parent of a request, and as nothing else. */
  const parentOf = (about: Watched): Context => {
    if (about.kind !== 'http') return running.getStore() ?? api.ROOT_CONTEXT
    const { traceparent, tracestate } = about
    return propagator.extract(
      api.ROOT_CONTEXT,
      { traceparent, tracestate },
      api.defaultTextMapGetter,
    )
  }
  const kindOf = ({ kind }: Watched) =>
    ({
      http: api.SpanKind.SERVER,
      operation: api.SpanKind.INTERNAL,
      atlas: api.SpanKind.CLIENT,
    })[kind]

  return {
    async watcher(about, work) {
      const parent = parentOf(about)
      const span = tracer.startSpan(nameOf(about), { kind: kindOf(about) }, parent)
      try {
        return await running.run(api.trace.setSpan(parent, span), work)
      } finally {
        addOutcome(span, about)
        if (isFailure(about)) span.setStatus({ code: api.SpanStatusCode.ERROR })
        span.end()
      }
    },
    child(name, attributes) {
      const parent = running.getStore()
      if (!parent) return undefined
      const span = tracer.startSpan(name, { kind: api.SpanKind.CLIENT, attributes }, parent)
      return (error) => {
        if (error !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR })
        span.end()
      }
    },
  }
}

const nameOf = (about: Watched): string => {
  if (about.kind === 'http') return `${about.method} ${about.route}`
  return about.kind === 'operation' ? about.id : `Atlas ${about.op}`
}

function addOutcome(span: Span, about: Watched): void {
  // The operation of a client's call is known only at its end.
  span.updateName(nameOf(about))
  const attributes = {
    http: () =>
      about.kind === 'http' && {
        'http.request.method': about.method,
        'http.route': about.route,
        'http.response.status_code': about.status,
      },
    operation: () =>
      about.kind === 'operation' && {
        'gatehouse.operation': about.id,
        'gatehouse.client': about.client,
        'gatehouse.outcome': about.outcome ?? 'bug',
        'gatehouse.request_id': about.requestId,
      },
    atlas: () =>
      about.kind === 'atlas' && {
        'http.request.method': about.method,
        'atlas.operation': about.op,
        'atlas.connection': about.connection,
        'atlas.outcome': about.outcome ?? 'canceled',
        'atlas.request_id': about.atlasRequestId,
        'gatehouse.request_id': about.requestId,
      },
  }[about.kind]()
  if (attributes) span.setAttributes(attributes)
}

const isFailure = (about: Watched): boolean => {
  if (about.kind === 'http') return (about.status ?? 0) >= 500
  if (about.kind === 'operation')
    return ['bug', 'unavailable', 'atlas-down'].includes(about.outcome ?? 'bug')
  return !/^[123]/.test(about.outcome ?? '')
}

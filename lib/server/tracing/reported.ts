import type { SpanExporter } from '@opentelemetry/sdk-trace'
import { log } from '../log'

/** The same exporter. Logs once when traces can’t be sent, and once when they can again. */
export function reported(exporter: SpanExporter): SpanExporter {
  let isFailing = false
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        // 0: sent. The enumeration would load the library.
        const isSent = result.code === 0
        if (isSent && isFailing) log.info('Traces are sent again')
        if (!isSent && !isFailing)
          log.warn('Traces can’t be sent', { error: reasonIn(result.error) })
        isFailing = !isSent
        done(result)
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  }
}

/** A refused connection can have no message, and a refusal only a status. */
function reasonIn(error: (Error & { code?: string | number }) | undefined): string {
  const { message = '', code = '' } = error ?? {}
  return [message, message.includes(String(code)) ? '' : `(${code})`].filter(Boolean).join(' ')
}

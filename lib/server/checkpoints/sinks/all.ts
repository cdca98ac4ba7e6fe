import type { KnownSink } from '../settings'
import { fileSink } from './file'
import { s3Sink } from './s3'
import type { Sink } from './sink'
import { stdoutSink } from './stdout'
import { syslogSink } from './syslog'
import { webhookSink } from './webhook'

/** The sink of an entry of gatehouse.yaml. */
export function sinkOf(settings: KnownSink): Sink {
  switch (settings.kind) {
    case 'stdout':
      return stdoutSink(settings)
    case 'file':
      return fileSink(settings)
    case 'syslog':
      return syslogSink(settings)
    case 'webhook':
      return webhookSink(settings)
    case 's3':
      return s3Sink(settings)
  }
}

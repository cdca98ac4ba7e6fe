import { HIDDEN } from '@/lib/format/invisible'
import { redact } from './redact'

export type LogFields = Record<string, unknown>

/**
 * Structured logs: one JSON object per line on standard output, with `time`, `level`, `message` and the given fields.
 * Known secrets are removed and hidden characters are escaped, so that text from people can't break a line or control a
 * terminal. Pass `requestId` wherever there is one.
 */
export const log = {
  info: (message: string, fields?: LogFields) => write('info', message, fields),
  warn: (message: string, fields?: LogFields) => write('warn', message, fields),
  error: (message: string, fields?: LogFields) => write('error', message, fields),
}

function write(level: string, message: string, fields: LogFields = {}): void {
  process.stdout.write(`${lineOf(new Date(), level, message, fields)}\n`)
}

/** The log line without its line break. */
export function lineOf(at: Date, level: string, message: string, fields: LogFields): string {
  const { time: _t, level: _l, message: _m, ...rest } = fields
  const entry = redact({ time: at.toISOString(), level, message, ...rest })
  return JSON.stringify(entry).replace(HIDDEN, escaped)
}

const escaped = (sign: string) =>
  Array.from({ length: sign.length }, (_, i) => sign.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('')

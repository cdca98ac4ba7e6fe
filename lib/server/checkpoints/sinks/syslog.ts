import { once } from 'node:events'
import { connect, isIP } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import type { MadeCheckpoint } from '@/lib/audit/checkpoint'
import type { Sink } from './sink'

/** Facility 13 (log audit), severity 5 (notice). */
const PRIORITY = 13 * 8 + 5

/** A message of RFC 5424 in a frame of RFC 6587, because a checkpoint has several lines. */
function framed({ origin, size, root, note, made_at }: MadeCheckpoint): string {
  const content = JSON.stringify({ message: 'Audit checkpoint', origin, size, root, note })
  const message = `<${PRIORITY}>1 ${made_at.toISOString()} ${hostname()} gatehouse ${process.pid} checkpoint - ${content}`
  return `${Buffer.byteLength(message)} ${message}`
}

/**
 * Sends framed messages to a syslog server over TCP or TLS. UDP would not show whether they arrive.
 * @throws Error when the server does not close its end after it read everything
 */
export async function sendSyslog(url: string, text: string, signal: AbortSignal): Promise<void> {
  const { protocol, hostname: host, port } = new URL(url)
  const to = { host: host.replace(/^\[|\]$/g, ''), port: Number(port || 6514) }
  const socket =
    protocol === 'tls:'
      ? connectTls({ ...to, ...(isIP(to.host) ? {} : { servername: to.host }) })
      : connect(to)
  const stop = () => socket.destroy(new Error('The syslog server did not answer in time.'))
  signal.addEventListener('abort', stop)
  try {
    const failed = once(socket, 'error').then(([error]) => {
      throw error
    })
    // The server's end of the connection shows that it read everything.
    const closed = once(socket, 'close')
    socket.resume()
    socket.end(text)
    await Promise.race([closed, failed])
    if (socket.errored) throw socket.errored
  } finally {
    signal.removeEventListener('abort', stop)
    socket.destroy()
  }
}

/** Sends checkpoints to a syslog server. */
export const syslogSink = (settings: { name: string; required: boolean; url: string }): Sink => ({
  ...settings,
  send: (checkpoint, signal) => sendSyslog(settings.url, framed(checkpoint), signal),
})

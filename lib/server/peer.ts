import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const HEADER = 'x-gatehouse-peer'

// Shared by Next's several bundles of this module.
const store = globalThis as typeof globalThis & { gatehousePeerMark?: string }

/**
 * Writes the socket's address into a header of every request before Next sees it. Next only sets x-forwarded-for when the
 * client didn't, so that header can be forged. This one starts with a secret of the process.
 * instrumentation.ts calls it before the first request; further calls do nothing.
 */
export function watchPeers(): void {
  if (store.gatehousePeerMark) return
  const mark = randomUUID()
  store.gatehousePeerMark = mark
  subscribe('http.server.request.start', (message) => {
    if (!hasRequest(message)) return
    const { headers, socket } = message.request
    headers[HEADER] = `${mark} ${socket.remoteAddress ?? ''}`
  })
}

const hasRequest = (message: unknown): message is { request: IncomingMessage } =>
  typeof message === 'object' && message !== null && 'request' in message

/** The client address of the request's socket; undefined when it wasn't recorded. */
export function peerOf(headers: Pick<Headers, 'get'>): string | undefined {
  const [mark, address] = (headers.get(HEADER) ?? '').split(' ')
  return store.gatehousePeerMark && mark === store.gatehousePeerMark && address
    ? address
    : undefined
}

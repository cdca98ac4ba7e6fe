import { randomUUID } from 'node:crypto'
import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage } from 'node:http'

const HEADER = 'x-gatehouse-peer'

// Shared by Next's several bundles of this module.
const store = globalThis as typeof globalThis & { gatehousePeerMark?: string }

/**
 * Writes the address of the socket into a header of every request that this process takes, before Next sees it. Next
 * itself sets x-forwarded-for from the socket only when the client has not sent one, so that header alone can be forged.
 * The mark in front of the address is this process's secret: a client cannot write the header itself.
 * Called from instrumentation.ts, before the first request; calling it again does nothing.
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

/** The address at the other end of the request's socket; undefined when nobody wrote it down. */
export function peerOf(headers: Pick<Headers, 'get'>): string | undefined {
  const [mark, address] = (headers.get(HEADER) ?? '').split(' ')
  return store.gatehousePeerMark && mark === store.gatehousePeerMark && address
    ? address
    : undefined
}

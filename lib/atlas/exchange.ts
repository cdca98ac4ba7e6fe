import { type Agent, Agent as UndiciAgent } from 'undici'
import type { AtlasRequest } from './request'

export type Headers = Record<string, string | string[] | undefined>

/** What came of one HTTP request. */
export type Exchange =
  | {
      kind: 'answer'
      status: number
      headers: Headers
      text: string
      /** Why the text is not whole. */
      cut?: 'size' | 'time' | 'connection'
    }
  /** `sent` is false only when certainly no byte of the request has left. */
  | { kind: 'silence'; sent: boolean; cause: 'time' | 'connection'; error: Error }

export type Exchanger = {
  /** Sends once. Throws only the signal's reason. */
  (request: AtlasRequest, limits: Limits): Promise<Exchange>
  /** Lets what runs end, for at most the given milliseconds. */
  close(graceMs: number): Promise<void>
}

export type Limits = { timeoutMs: number; signal?: AbortSignal; maxBytes?: number }

const MAX_BYTES = 10 * 1024 * 1024

/** Sends requests to one origin. Reads share kept-alive sockets; every change gets a new one. */
export function exchanger(baseUrl: string): Exchanger {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const connect = { timeout: 5_000 }
  const reads = new UndiciAgent({ connect })
  // A kept-alive socket that the far end just closed fails after sending, which for a change means "unknown".
  const changes = new UndiciAgent({ connect, pipelining: 0 })

  const exchange = (request: AtlasRequest, limits: Limits) =>
    once(request.method === 'GET' ? reads : changes, base.origin, prefix, request, limits)

  const close = async (graceMs: number) => {
    const closing = Promise.all([reads.close(), changes.close()])
    const timer = setTimeout(() => {
      void reads.destroy()
      void changes.destroy()
    }, graceMs)
    await closing.catch(() => {})
    clearTimeout(timer)
  }
  return Object.assign(exchange, { close })
}

/** `dispatch` rather than `request`: only its handler tells whether anything was sent before a failure. */
function once(
  agent: Agent,
  origin: string,
  prefix: string,
  request: AtlasRequest,
  { timeoutMs, signal, maxBytes = MAX_BYTES }: Limits,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    let sent = false
    let ended = false
    let stop: ((reason: Error) => void) | undefined
    let head: { status: number; headers: Headers } | undefined
    const chunks: Buffer[] = []
    let size = 0

    const end = (settle: () => void) => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      settle()
    }
    const text = () => Buffer.concat(chunks).toString('utf8')
    const fail = (cause: 'time' | 'connection', error: Error) =>
      end(() =>
        resolve(
          head
            ? { kind: 'answer', ...head, text: text(), cut: cause }
            : { kind: 'silence', sent, cause, error },
        ),
      )
    const onAbort = () => {
      end(() => reject(signal?.reason))
      stop?.(new Error('The caller went away'))
    }
    const timer = setTimeout(() => {
      const error = new Error(`No whole answer within ${timeoutMs} ms`)
      fail('time', error)
      stop?.(error)
    }, timeoutMs)

    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort)
    agent.dispatch(
      {
        origin,
        path: prefix + request.path,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        // Runs with the socket connected, before the first byte is written: aborting here sends nothing.
        onRequestStart(controller) {
          if (ended) return controller.abort(new Error('Ended before sending'))
          sent = true
          stop = (reason) => controller.abort(reason)
        },
        onResponseStart(_, status, headers) {
          if (status >= 200) head = { status, headers }
        },
        onResponseData(controller, chunk) {
          const room = maxBytes - size
          chunks.push(chunk.subarray(0, room))
          size += chunk.length
          if (chunk.length <= room || !head) return
          const answer = { kind: 'answer', ...head, text: text(), cut: 'size' } as const
          end(() => resolve(answer))
          controller.abort(new Error(`The answer is larger than ${maxBytes} bytes`))
        },
        onResponseEnd() {
          if (head) {
            const answer = { kind: 'answer', ...head, text: text() } as const
            end(() => resolve(answer))
          } else fail('connection', new Error('The answer ended before it began'))
        },
        onResponseError: (_, error) => fail('connection', error),
      },
    )
  })
}

import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { decoded, uncoded } from './decode'
import { type Headers, header } from './headers'
import { dispatcherTo, routeTo } from './proxy'
import type { AtlasRequest } from './request'

/** The result of one HTTP request. */
export type Exchange =
  | {
      kind: 'answer'
      status: number
      headers: Headers
      text: string
      /** Bytes that are not UTF-8 are U+FFFD in the text. */
      garbled?: true
      /** As they arrived. */
      bytes?: Buffer
      /** Why the text is incomplete. */
      cut?: 'size' | 'time' | 'connection' | 'coding'
    }
  /** `sent` is false only if certainly no byte of the request was sent. */
  | { kind: 'silence'; sent: boolean; cause: 'time' | 'connection'; error: Error; proxy?: string }

export type Exchanger = {
  /** Sends once. @throws only the signal's reason */
  (request: AtlasRequest, limits: Limits): Promise<Exchange>
  /** Waits up to that many milliseconds for running requests. */
  close(graceMs: number): Promise<void>
  /**
   * Sends once, and returns as soon as the status is there: the body comes as it is read. Ends when Atlas is silent for
   * `silenceMs`. @throws undici's error, or the signal's reason
   */
  open(request: AtlasRequest, how: { silenceMs: number; signal?: AbortSignal }): Promise<Opened>
}

export type Opened = { status: number; headers: Headers; body: Readable }

type Limits = {
  timeoutMs: number
  signal?: AbortSignal
  maxBytes?: number
  /** Called when the socket is connected, right before the request is written. */
  onConnected?: (() => void) | undefined
}

const MAX_BYTES = 10 * 1024 * 1024

/** Sends requests to one origin. Reads reuse sockets; every change gets a new one. */
export function exchanger(baseUrl: string): Exchanger {
  const base = new URL(baseUrl)
  const prefix = base.pathname.replace(/\/+$/, '')
  const connect = { timeout: 5_000 }
  const { shown: proxy } = routeTo(baseUrl)
  const reads = dispatcherTo(baseUrl, { connect })
  // A reused socket that the server just closed fails after sending, which makes the outcome of a change unknown.
  const changes = dispatcherTo(baseUrl, { connect, pipelining: 0 })

  const exchange = async (request: AtlasRequest, limits: Limits): Promise<Exchange> => {
    const agent = request.method === 'GET' ? reads : changes
    const made = await once(agent, base.origin, prefix, request, limits)
    return proxy && made.kind === 'silence' ? { ...made, proxy } : made
  }

  const close = async (graceMs: number) => {
    const closing = Promise.all([reads.close(), changes.close()])
    const timer = setTimeout(() => {
      void reads.destroy()
      void changes.destroy()
    }, graceMs)
    await closing.catch(() => {})
    clearTimeout(timer)
  }
  const open: Exchanger['open'] = async (request, { silenceMs, signal }) => {
    const agent = request.method === 'GET' ? reads : changes
    const { statusCode, headers, body } = await agent.request({
      origin: base.origin,
      path: prefix + request.path,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      headersTimeout: silenceMs,
      bodyTimeout: silenceMs,
      ...(signal ? { signal } : {}),
    })
    // Without a listener, the error of a canceled body would end the process.
    body.on('error', () => {})
    return { status: statusCode, headers, body }
  }
  return Object.assign(exchange, { close, open })
}

/** Uses `dispatch`, because only its handler tells whether anything was sent before a failure. */
function once(
  agent: Dispatcher,
  origin: string,
  prefix: string,
  request: AtlasRequest,
  { timeoutMs, signal, maxBytes = MAX_BYTES, onConnected }: Limits,
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
    const answer = (cut?: 'size' | 'time' | 'connection') =>
      head && answerFrom(head, Buffer.concat(chunks), maxBytes, cut)
    const fail = (cause: 'time' | 'connection', error: Error) =>
      end(() => resolve(answer(cause) ?? { kind: 'silence', sent, cause, error }))
    const onAbort = () => {
      end(() => reject(signal?.reason))
      stop?.(new Error('The caller canceled'))
    }
    const timer = setTimeout(() => {
      const error = new Error(`No complete answer within ${timeoutMs} ms`)
      fail('time', error)
      stop?.(error)
    }, timeoutMs)

    const began = performance.now()
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
        // The socket is connected and nothing is written yet: aborting here sends nothing.
        onRequestStart(controller) {
          // The timer of a process that was paused while connecting may not have fired yet.
          if (!ended && performance.now() - began >= timeoutMs)
            fail('time', new Error(`No connection within ${timeoutMs} ms`))
          if (ended) return controller.abort(new Error('Ended before sending'))
          sent = true
          stop = (reason) => controller.abort(reason)
          onConnected?.()
        },
        onResponseStart(_, status, headers) {
          if (status >= 200) head = { status, headers }
        },
        onResponseData(controller, chunk) {
          const room = maxBytes - size
          chunks.push(chunk.subarray(0, room))
          size += chunk.length
          if (chunk.length <= room || !head) return
          const tooLarge = answer('size')
          if (tooLarge) end(() => resolve(tooLarge))
          controller.abort(new Error(`The answer is larger than ${maxBytes} bytes`))
        },
        onResponseEnd() {
          const whole = answer()
          if (whole) end(() => resolve(whole))
          else fail('connection', new Error('The connection closed without an answer'))
        },
        onResponseError: (_, error) => fail('connection', error),
      },
    )
  })
}

type Head = { status: number; headers: Headers }
type Answer = Extract<Exchange, { kind: 'answer' }>

function answerFrom(head: Head, bytes: Buffer, most: number, cut?: Answer['cut']): Answer {
  try {
    const coding = cut ? undefined : header(head.headers, 'content-encoding')
    const plain = uncoded(bytes, coding, most)
    const text = decoded(plain, undefined, most)
    return {
      kind: 'answer',
      ...head,
      text,
      bytes,
      ...(isUtf8(plain) ? {} : { garbled: true }),
      ...(cut ? { cut } : {}),
    }
  } catch (error) {
    const isLarge = error instanceof RangeError
    return { kind: 'answer', ...head, text: '', bytes, cut: isLarge ? 'size' : 'coding' }
  }
}

import type { Headers } from './headers'

type QueryValue = string | number | boolean | readonly string[] | undefined

/** How a client sent its call. */
export type Wire = {
  accept?: string | undefined
  contentType?: string | undefined
  /** As sent, without `?`. */
  query: string
}

/** Atlas's answer as it arrived, also an error. Its body may be compressed. */
export type RawAnswer = { status: number; headers: Headers; bytes: Buffer }

/** One call to Atlas, by operation id. Method and path come from the facts table, never from the caller. */
export type AtlasCall = {
  /** Atlas operation id. */
  op: string
  /** Dated resource version, `2024-08-05`. */
  version: string
  /** Path parameters by name, not encoded: `buildRequest` encodes them. */
  path: Record<string, string>
  query?: Record<string, QueryValue>
  /** The exact JSON text to send. */
  body?: string
  /** What a client sent, in place of what Gatehouse would send. The answer then has `raw`. */
  wire?: Wire
  /** Changes nothing, whatever its method: it can be repeated and canceled. */
  isRead?: boolean
  /** The answer is text, not JSON. */
  text?: boolean
  /** Gatehouse's own request id, sent as X-Request-Id. */
  requestId: string
  /** Cancels a read at any time, and a change only before it is sent. */
  signal?: AbortSignal
  /** Called once, right before the first byte can be sent. */
  onSending?(): void
  /** Called when the socket of an attempt is connected, right before the request is written. */
  onConnected?(): void
  /** Timeout of one attempt, headers and body, in milliseconds. */
  timeoutMs?: number
  /** Does not wait for the rate budget. For changes by the executor and their read-backs. */
  priority?: boolean
}

/** An answer of Atlas with a 2xx status. */
export type AtlasAnswer = {
  status: number
  /** Parsed by `parseJson` (integers beyond 2^53 are strings, or extended JSON); undefined when empty or misread. */
  body: unknown
  bodyText: string
  /** Atlas's clock, from the Date header, in whole seconds. */
  date?: Date
  /** Atlas's request id, from whichever header it sends. */
  requestId?: string
  /** The change was answered with 2xx, so it is done, but the body is truncated or not JSON. */
  misread?: true
  /** Bytes that are not UTF-8 are U+FFFD in the body. Nothing with U+FFFD is sent back. */
  garbled?: true
  /** For a call with `wire`. */
  raw?: RawAnswer
}

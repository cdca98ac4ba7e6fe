export type QueryValue = string | number | boolean | readonly string[] | undefined

/** One call to Atlas, named by operation id: method and path are facts, never the caller's. */
export type AtlasCall = {
  /** Atlas operation id. */
  op: string
  /** Dated resource version, `2024-08-05`. */
  version: string
  /** Path parameters by name, as plain text: encoding happens once, in `buildRequest`. */
  path: Record<string, string>
  query?: Record<string, QueryValue>
  /** The exact JSON text to send. */
  body?: string
  /** The answer is a text, not JSON. */
  text?: boolean
  /** Gatehouse's own request id, sent as X-Request-Id. */
  requestId: string
  /** Ends a read at any time; ends a change only while nothing has been sent. */
  signal?: AbortSignal
  /** Called once, when credential and budget are there and the first byte may leave next. */
  onSending?(): void
  /** For one attempt, headers and body together, in milliseconds. */
  timeoutMs?: number
  /** Does not wait for the rate budget; for changes by the executor and their read-backs. */
  priority?: boolean
}

/** What Atlas answered with a 2xx status. */
export type AtlasAnswer = {
  status: number
  /** Parsed by `parseJson` (integers beyond 2^53 are strings, or extended JSON); undefined when empty or misread. */
  body: unknown
  bodyText: string
  /** Atlas's own clock, from the Date header (whole seconds). */
  date?: Date
  /** Atlas's id of the exchange, from whichever header it sends. */
  requestId?: string
  /** A change was answered 2xx with a body that is cut off or not JSON: done, but not readable. */
  misread?: true
}

import { type Failure, OpError, statusOf } from '@/lib/ops/failure'
import type { Asked } from './asked'
import { askedBy } from './asked-by'
import { configuration } from './configuration'
import { isDatabaseError, isDeadConnection } from './database'
import { log } from './log'
import type { Answer } from './op-answer'
import { textOf } from './printed'
import { newRequestId } from './request-id'
import { dataHeaders } from './security-headers'

const headers = () => ({
  ...dataHeaders(configuration().url.protocol === 'https:'),
  'content-type': 'application/json; charset=utf-8',
})

const failureOf = (error: unknown, requestId: string): Failure => {
  if (error instanceof OpError) return { ...error.failure, requestId }
  if (isDatabaseError(error))
    return {
      kind: 'unavailable',
      // The commit of a change can be what was cut.
      message: isDeadConnection(error)
        ? 'Gatehouse lost its database before it could answer. A change may have been recorded: refresh, then try again if you still need it.'
        : 'Gatehouse can’t reach its database, so nothing was changed. Try again. If it keeps failing, tell an admin.',
      requestId,
    }
  return {
    kind: 'bug',
    message: 'Something went wrong in Gatehouse. Try again, or report it with the request id.',
    requestId,
  }
}

/** What the data route needs from a request, which is either Next's or Node's. */
export type Incoming = {
  path: string
  headers: Pick<Headers, 'get' | 'has'>
  /** Aborts when the client disconnects. */
  signal: AbortSignal
}

export type Outgoing = { status: number; headers: Record<string, string>; body: string }

/** Same as `answerTo`, for a route handler. */
export async function answer(
  request: Request,
  work: (requestId: string, asked: Asked) => Promise<Answer>,
): Promise<Response> {
  const { pathname: path } = new URL(request.url)
  const { headers: from, signal } = request
  const { status, headers, body } = await answerTo({ path, headers: from, signal }, work)
  return new Response(body || null, { status, headers })
}

/**
 * Runs the work of a data route. Returns and logs `{data, asOf, requestId}`, or the failure with its status. The work
 * adds the person and the operation to `asked` as it learns them.
 */
export async function answerTo(
  request: Incoming,
  work: (requestId: string, asked: Asked) => Promise<Answer>,
): Promise<Outgoing> {
  const requestId = newRequestId()
  const asked: Asked = { headers: request.headers }
  const started = performance.now()
  const { path } = request
  try {
    const body = `${textOf(await work(requestId, asked)).slice(0, -1)},"requestId":"${requestId}"}`
    log.info('answered', {
      requestId,
      path,
      status: 200,
      ms: Math.round(performance.now() - started),
    })
    return { status: 200, headers: { ...headers(), 'x-request-id': requestId }, body }
  } catch (error) {
    // The browser no longer waits for this answer: the person left the page or reloaded it.
    if (request.signal.aborted && !(error instanceof OpError)) {
      log.info('left', { requestId, path })
      return { status: 499, headers: {}, body: '' }
    }
    const failure = failureOf(error, requestId)
    const status = statusOf[failure.kind]
    log[status >= 500 ? 'error' : 'info']('refused', {
      requestId,
      path,
      status,
      kind: failure.kind,
      ...askedBy(asked),
      ms: Math.round(performance.now() - started),
      ...(status >= 500 && error instanceof Error
        ? { error: String(error.cause instanceof Error ? error.cause.stack : error.stack) }
        : {}),
    })
    const retry = failure.retryAfterSeconds
    return {
      status,
      headers: {
        ...headers(),
        'x-request-id': requestId,
        ...(retry === undefined ? {} : { 'retry-after': String(Math.ceil(retry)) }),
      },
      body: JSON.stringify(failure),
    }
  }
}

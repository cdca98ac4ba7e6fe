import { type Failure, OpError, statusOf } from '@/lib/ops/failure'
import { isDatabaseError } from './database'
import { log, requestIdOf } from './log'
import type { Answer } from './run'

const headers = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' }

const failureOf = (error: unknown, requestId: string): Failure => {
  if (error instanceof OpError) return { ...error.failure, requestId }
  if (isDatabaseError(error))
    return {
      kind: 'unavailable',
      message:
        'Gatehouse cannot reach or write its own records, so nothing was done. Try again; if it goes on, tell the admins.',
      requestId,
    }
  return {
    kind: 'bug',
    message: 'Gatehouse failed at this. Try again, or report it with the request id.',
    requestId,
  }
}

/** Runs a data route's work and gives `{data, asOf, requestId}` or the failure shape with its status; logs either. */
export async function answer(
  request: Request,
  work: (requestId: string) => Promise<Answer>,
): Promise<Response> {
  const requestId = requestIdOf(request)
  const started = performance.now()
  const path = new URL(request.url).pathname
  try {
    const { data, ...about } = await work(requestId)
    const body = JSON.stringify({ data: data ?? null, ...about, requestId })
    log.info('answered', {
      requestId,
      path,
      status: 200,
      ms: Math.round(performance.now() - started),
    })
    return new Response(body, { headers: { ...headers, 'x-request-id': requestId } })
  } catch (error) {
    // Nobody reads the answer any more: the page was left, or asked anew.
    if (request.signal.aborted && !(error instanceof OpError)) {
      log.info('left', { requestId, path })
      return new Response(null, { status: 499 })
    }
    const failure = failureOf(error, requestId)
    const status = statusOf[failure.kind]
    log[status >= 500 ? 'error' : 'info']('refused', {
      requestId,
      path,
      status,
      kind: failure.kind,
      ms: Math.round(performance.now() - started),
      ...(status >= 500 && error instanceof Error
        ? { error: String(error.cause instanceof Error ? error.cause.stack : error.stack) }
        : {}),
    })
    const retry = failure.retryAfterSeconds
    return new Response(JSON.stringify(failure), {
      status,
      headers: {
        ...headers,
        'x-request-id': requestId,
        ...(retry === undefined ? {} : { 'retry-after': String(Math.ceil(retry)) }),
      },
    })
  }
}

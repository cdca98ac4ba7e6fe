import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Watched, watched, watchers } from '@/lib/atlas/watch'
import { isForGateway } from './gateway/elsewhere'

type Route = Extract<Watched, { kind: 'http' }>['route']

/** Measures a request until its answer is sent or the client leaves. Status 499: the client left first. */
export function watchedRequest(
  { method = '', url = '', headers }: IncomingMessage,
  response: ServerResponse,
  work: () => void,
): void {
  if (watchers().length === 0) {
    work()
    return
  }
  const about: Watched = {
    kind: 'http',
    method: methods.includes(method) ? method : 'other',
    route: routeOf(url),
    traceparent: textOf(headers.traceparent),
    tracestate: textOf(headers.tracestate),
  }
  void watched(about, () => {
    const ended = new Promise<void>((resolve) => {
      response.once('close', () => {
        about.status = response.writableFinished ? response.statusCode : 499
        resolve()
      })
    })
    work()
    return ended
  })
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const textOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value)

function routeOf(url: string): Route {
  if (isForGateway(url)) return 'gateway'
  if (url.startsWith('/api/ops/')) return 'operation'
  if (url.startsWith('/api/')) return 'api'
  return url.startsWith('/_next/') || /^\/[\w-]+\.(ico|svg|png|txt)$/.test(url) ? 'file' : 'page'
}

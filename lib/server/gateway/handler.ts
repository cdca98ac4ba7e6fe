import { Readable } from 'node:stream'
import type { GatewayHeaders } from './call'
import { gateway } from './gateway'

/** The gateway as Next serves it in development; in production lib/server/front.ts answers before Next does. */
export async function handler(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const { method, headers, signal, body: sent } = request
  const {
    status,
    headers: own,
    body,
  } = await gateway({
    method,
    target: pathname + search,
    headers,
    signal,
    body: sent,
  })
  const content = Buffer.isBuffer(body)
    ? new Uint8Array(body)
    : (Readable.toWeb(Readable.from(body, { objectMode: false })) as ReadableStream)
  const isEmpty = [204, 205, 304].includes(status) || method === 'HEAD'
  return new Response(isEmpty ? null : content, { status, headers: headersOf(own) })
}

function headersOf(own: GatewayHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(own))
    for (const one of [value].flat()) headers.append(name, one)
  return headers
}

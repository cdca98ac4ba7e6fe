import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { type Answer, write } from './answer'
import type { Fault } from './faults'
import { Reject } from './reject'

/** The status of an answer, and whether the caller got all of it; null without an answer. */
export type Outcome = { status: number; answered: boolean } | null

const rejection = ({ status = 503, errorCode, retryAfter }: Fault) =>
  new Reject(
    status,
    errorCode ??
      (status === 429
        ? 'RATE_LIMITED'
        : status === 503
          ? 'SERVICE_UNAVAILABLE'
          : 'UNEXPECTED_ERROR'),
    'The sandbox was asked to answer like this.',
    { headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) } },
  )

/** Answers a call with a fault. `run` makes the change and returns the right answer; `refuse` returns an error. */
export async function misbehave(
  fault: Fault,
  res: ServerResponse,
  run: () => Promise<Answer>,
  refuse: (reject: Reject) => Answer,
): Promise<Outcome> {
  const send = (answer: Answer): Outcome => {
    write(res, answer)
    return { status: answer.status, answered: true }
  }
  switch (fault.kind) {
    case 'status':
      return send(refuse(rejection(fault)))
    case 'latency':
      await pause(fault.ms ?? 3000)
      return send(await run())
    case 'timeout-before':
      return null
    case 'timeout-after':
      await run()
      return null
    case '500-after':
      await run()
      return send(refuse(rejection({ kind: 'status', status: 500 })))
    case 'html-502':
      return send({
        status: 502,
        headers: { 'Content-Type': 'text/html' },
        text: '<html><body><h1>502 Bad Gateway</h1></body></html>',
      })
    case 'no-effect':
      return send({ status: 200, headers: { 'Content-Type': 'application/json' }, text: '{}' })
    case 'error-in-200':
      return send({ ...refuse(rejection({ kind: 'status', status: 500 })), status: 200 })
    case 'hang-up':
      res.socket?.destroy()
      return null
    case 'reset-after':
      await run()
      res.socket?.resetAndDestroy()
      return null
    default:
      return spoil(fault.kind, await run(), res, send)
  }
}

/** Sends an answer in a broken way. */
function spoil(
  kind: 'malformed-json' | 'truncated' | 'wrong-type' | 'odd-row' | 'latin1',
  right: Answer,
  res: ServerResponse,
  send: (answer: Answer) => Outcome,
): Outcome {
  const status = right.status === 204 ? 200 : right.status
  const text = right.text || '{"results": []}'
  const half = text.slice(0, Math.ceil(text.length / 2))
  const headers = { 'Content-Type': 'application/json', ...right.headers }
  if (kind === 'wrong-type')
    return send({ status, headers: { ...headers, 'Content-Type': 'text/plain' }, text })
  if (kind === 'odd-row') {
    const { results = [], ...rest } = JSON.parse(text)
    return send({ status, headers, text: JSON.stringify({ ...rest, results: [...results, 7] }) })
  }
  if (kind === 'malformed-json') return send({ status, headers, text: half })
  if (kind === 'latin1') {
    res.writeHead(status, headers).end(Buffer.from(text, 'latin1'))
    return { status, answered: true }
  }
  res.writeHead(status, { ...headers, 'Content-Length': String(Buffer.byteLength(text)) })
  res.write(half, () => res.socket?.destroy())
  return { status, answered: false }
}

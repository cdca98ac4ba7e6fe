import type { Connection } from '@/lib/atlas/connection'
import type { StreamCall } from '@/lib/atlas/stream'
import { paidBy, pay } from '../allowance'
import { decide } from '../decide'
import type { Caller } from '../machines/caller'
import { connectionOf } from '../perform'
import type { GatewayAnswer, GatewayCall, GatewayRequest } from './call'
import { passedBack, sentOn } from './headers'
import { readOnce } from './in-flight'
import { limitsOf } from './limits'
import { whyNotPassed } from './passed'
import { readerOf } from './reader'
import { Refused } from './refusal'
import { type Rewrite, rewriteFor, rewritten } from './rewrite'
import { wholeAnswer } from './whole'

/** A read as Atlas answers it: status, headers and bytes, also an error. @throws OpError, AtlasError */
export async function read(
  call: GatewayCall,
  { person }: Caller,
  { headers }: Pick<GatewayRequest, 'headers'>,
): Promise<GatewayAnswer> {
  const decision = await decide(readerOf(call), call.input, person)
  const connection = connectionOf(decision)
  await paidBy(person, () => pay(connection, call.signal))
  return readFrom(connection, call, { headers, rewrite: rewriteFor(call.operationId, person) })
}

type How = Pick<GatewayRequest, 'headers'> & { rewrite?: Rewrite | undefined }

/** The same, from a connection that the caller may use. */
export async function readFrom(
  connection: Connection,
  call: GatewayCall,
  { headers, rewrite }: How,
): Promise<GatewayAnswer> {
  // What is rewritten must be read first.
  const sent = { ...sentOn(headers), ...(rewrite ? { 'accept-encoding': 'identity' } : {}) }
  const got = await readOnce(keyOf(connection, call, sent), () =>
    connection.stream(streamCall(call, sent)),
  )
  const limits = limitsOf(connection)
  const odd = whyNotPassed('small' in got ? got.small : got.large)
  if (odd) {
    if ('large' in got) got.large.cancel()
    return odd
  }
  if ('small' in got) {
    const answer = wholeAnswer(got.small)
    const own = rewrite ? rewritten(answer, rewrite) : answer
    return { ...own, headers: { ...limits, ...own.headers } }
  }
  const { large } = got
  if (rewrite && large.status < 300) {
    large.cancel()
    throw new Refused(
      403,
      'GATEHOUSE_NOT_ALLOWED',
      'This answer can hold secrets, and it is too large to remove them. Read it in smaller pages.',
    )
  }
  // Readable.destroy() waits for the next chunk, and Atlas may be silent.
  call.signal.addEventListener('abort', large.cancel)
  if (call.signal.aborted) large.cancel()
  return {
    status: large.status,
    headers: { ...limits, ...passedBack(large.headers) },
    body: large.body,
  }
}

const keyOf = (
  { name }: Connection,
  { method, path, query, sha256, accept, contentType }: GatewayCall,
  sent: Record<string, string>,
) => JSON.stringify([name, method, path, query, sha256, accept, contentType, sent])

const streamCall = (
  { operationId, params, query, body, accept, contentType, version, requestId }: GatewayCall,
  headers: Record<string, string>,
): StreamCall => ({
  op: operationId,
  version,
  path: params,
  wire: { query, accept: accept ?? '*/*', contentType },
  ...(body ? { body: body.toString('utf8') } : {}),
  isRead: true,
  requestId,
  headers,
})

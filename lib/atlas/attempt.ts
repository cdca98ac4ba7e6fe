import type { Authority } from './authority'
import type { Budget } from './budget'
import type { AtlasAnswer, AtlasCall } from './call'
import { answerOf } from './classify'
import { blank, secretIn } from './echo'
import { AtlasError } from './errors'
import type { Exchange, Exchanger } from './exchange'
import { header, requestIdOf, retryAfter } from './headers'
import type { AtlasRequest } from './request'
import { type Watched, watched } from './watch'

/** What a connection calls Atlas with. */
export type Inner = {
  name: string
  exchange: Exchanger
  allowance: Budget
  authority: Authority
  timeoutMs: number
}

/** Whether a call changes nothing. */
export const readsOnly = ({ isRead }: AtlasCall, { method }: AtlasRequest) =>
  isRead ?? method === 'GET'

/** The failure of a call that did not leave. */
export const notSent = (connection: string, { op }: AtlasCall, why: string) =>
  new AtlasError(`${why} Nothing was sent to Atlas. Try again in a moment.`, {
    connection,
    op,
    kind: 'unavailable',
    outcome: 'failed',
    retry: false,
  })

/** One attempt: budget, credential, send. A 401 means nothing was done, so it is tried once more with a new credential. */
export async function attempt(
  inner: Inner,
  call: AtlasCall,
  request: AtlasRequest,
  announce: () => void,
): Promise<AtlasAnswer> {
  const { name: connection, authority, allowance } = inner
  const { signal } = call
  const isRead = readsOnly(call, request)
  const set = limitedWith(call)

  signal?.throwIfAborted()
  await spend(inner, call, set)
  const ticket = await leavable(authority.ticket(request), signal)
  signal?.throwIfAborted()
  announce()
  // A change that was sent is not cancelled: its outcome would be unknown.
  const limits = {
    timeoutMs: call.timeoutMs ?? inner.timeoutMs,
    signal: isRead ? signal : undefined,
    onConnected: call.onConnected,
  }
  const send = (authorization: string | undefined) =>
    inner.exchange(
      { ...request, headers: { ...request.headers, ...(authorization ? { authorization } : {}) } },
      limits,
    )

  let used = ticket
  const about = aboutCall(connection, call, request.method)
  const answer = await watched(about, async () => {
    let made = await send(ticket.header)
    if (made.kind === 'answer' && made.status === 401) {
      const next = await leavable(authority.again(request, ticket, made), limits.signal)
      // Nothing is sent after the caller canceled.
      if (next && !signal?.aborted) {
        used = next
        made = await send(next.header)
        if (made.kind === 'answer' && made.status === 401) authority.stands?.(next)
      }
    }
    if (made.kind === 'answer') noteAnswer(about, made)
    else about.outcome = made.cause === 'time' ? 'timeout' : 'unreachable'
    return made
  })
  if (answer.kind === 'answer') {
    if (answer.status !== 401) used.accepted?.()
    learn(allowance, set, answer)
    const secret = call.wire && secretIn(used.header)
    if (secret && answer.bytes) blank(answer.bytes, secret)
  }
  return answerOf(answer, { connection, call, isRead })
}

type AboutCall = Extract<Watched, { kind: 'atlas' }>

/** What is measured of one attempt. */
export const aboutCall = (
  connection: string,
  { op, requestId }: Pick<AtlasCall, 'op' | 'requestId'>,
  method: string,
): AboutCall => ({ kind: 'atlas', op, connection, method, requestId })

/** Adds the outcome of an answer. */
export function noteAnswer(
  about: AboutCall,
  { status, headers }: Pick<Extract<Exchange, { kind: 'answer' }>, 'status' | 'headers'>,
): void {
  about.outcome = String(status)
  about.atlasRequestId = requestIdOf(headers)
}

type Limited = Pick<AtlasCall, 'op' | 'path' | 'priority' | 'signal'>

/** Atlas limits each set of endpoints of a project or organization. */
export const limitedWith = ({ op, path }: Pick<Limited, 'op' | 'path'>): string =>
  `${op} ${path.groupId ?? path.orgId ?? ''}`

/** Takes one call from the budget, and waits a few seconds for it. @throws AtlasError 'slow-down' */
export async function spend(
  { name: connection, allowance }: Inner,
  { op, priority, signal }: Limited,
  set: string,
): Promise<void> {
  const seconds = await allowance.spend(set, { priority, signal })
  if (seconds === undefined) return
  throw new AtlasError(
    'Gatehouse reached its rate limit for calls to Atlas. Try again in a moment.',
    {
      connection,
      op,
      kind: 'slow-down',
      outcome: 'failed',
      retryAfterSeconds: seconds,
      retry: false,
    },
  )
}

/** Keeps what Atlas reports about its limits. */
export function learn(
  allowance: Budget,
  set: string,
  answer: Pick<Extract<Exchange, { kind: 'answer' }>, 'status' | 'headers'>,
): void {
  const seconds = retryAfter(answer.headers)
  const [left, limit] = ['ratelimit-remaining', 'ratelimit-limit'].map((name) => {
    const text = header(answer.headers, name)
    return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
  })
  const most = limit === undefined ? {} : { limit }
  if (answer.status === 429) allowance.learn(set, { left: 0, seconds, ...most })
  else if (left !== undefined) allowance.learn(set, { left, ...most })
}

/** The promise's value. Throws the signal's reason as soon as it aborts; the work continues for others. */
export function leavable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    signal.addEventListener('abort', leave)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    if (signal.aborted) leave()
  })
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Authority } from './authority'
import { type Budget, type BudgetState, budget } from './budget'
import type { AtlasAnswer, AtlasCall } from './call'
import { answerOf } from './classify'
import { apiKey } from './digest'
import { AtlasError } from './errors'
import { type Exchange, type Exchanger, exchanger } from './exchange'
import { header, retryAfter } from './headers'
import { type AtlasRequest, buildRequest } from './request'
import { withRetries } from './retry'
import { serviceAccount } from './token'

export type Credentials =
  | { kind: 'service-account'; clientId: string; clientSecret: string }
  | { kind: 'api-key'; publicKey: string; privateKey: string }

export type ConnectionSettings = {
  name: string
  /** `https://cloud.mongodb.com`, optionally with a path before `/api/atlas/v2`. */
  baseUrl: string
  credentials: Credentials
  sandbox?: boolean
  /** Timeout of one attempt (default 10,000). */
  timeoutMs?: number
  /** Calls that this replica may send (default 300, a third of them at once). */
  requestsPerMinute?: number
}

/** Access to Atlas with one credential: its sockets, token and rate budget. */
export type Connection = {
  readonly name: string
  readonly baseUrl: string
  readonly sandbox: boolean
  /**
   * Calls Atlas. A read is tried up to three times, a change once.
   * @throws AtlasError, whose outcome says whether a change may have happened; OpError `invalid` for an unusable path
   * value; the signal's reason
   */
  call(call: AtlasCall): Promise<AtlasAnswer>
  /** What is left of this replica's budget, and of the limits that Atlas reported. */
  budget(): BudgetState
  /** Waits up to 3 s for running calls, revokes the token and closes the sockets. Never throws. */
  close(): Promise<void>
}

const GRACE_MS = 3_000

/** Opens no socket before the first call. `clock` is monotonic, in milliseconds. */
export function connect(
  settings: ConnectionSettings,
  clock: { now(): number } = performance,
): Connection {
  const { name, credentials, sandbox = false } = settings
  const baseUrl = settings.baseUrl.replace(/\/+$/, '')
  const now = () => clock.now()
  const exchange = exchanger(baseUrl)
  const allowance = budget(settings.requestsPerMinute ?? 300, { now })
  const authority: Authority =
    credentials.kind === 'api-key'
      ? apiKey(credentials, new URL(baseUrl).pathname.replace(/\/+$/, ''))
      : serviceAccount({ ...credentials, connection: name, exchange, now })
  const inner = { name, exchange, allowance, authority, timeoutMs: settings.timeoutMs ?? 10_000 }
  let closed: Promise<void> | undefined
  const running = new Set<Promise<unknown>>()

  const call = async (call: AtlasCall) => {
    if (closed) throw notSent(name, call, 'Gatehouse is stopping.')
    const request = buildRequest(call)
    let isAnnounced = false
    const announce = () => {
      if (!isAnnounced) call.onSending?.()
      isAnnounced = true
    }
    const work = readsOnly(call, request)
      ? withRetries(() => attempt(inner, call, request, announce), call.signal)
      : attempt(inner, call, request, announce).catch((error) => {
          // A change can be cancelled only before it is sent.
          throw call.signal?.aborted && error === call.signal.reason
            ? notSent(name, call, 'The call was canceled.')
            : error
        })
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  return {
    name,
    baseUrl,
    sandbox,
    call,
    budget: () => allowance.state(),
    close() {
      // Running calls still need the token.
      closed ??= Promise.race([
        Promise.allSettled(running),
        sleep(GRACE_MS, undefined, { ref: false }),
      ])
        .then(() => authority.close())
        .catch(() => {})
        .then(() => exchange.close(1_000))
      return closed
    },
  }
}

type Inner = {
  name: string
  exchange: Exchanger
  allowance: Budget
  authority: Authority
  timeoutMs: number
}

const readsOnly = ({ isRead }: AtlasCall, { method }: AtlasRequest) => isRead ?? method === 'GET'

const notSent = (connection: string, { op }: AtlasCall, why: string) =>
  new AtlasError(`${why} Nothing was sent to Atlas. Try again in a moment.`, {
    connection,
    op,
    kind: 'unavailable',
    outcome: 'failed',
    retry: false,
  })

/** One attempt: budget, credential, send. A 401 means nothing was done, so it is tried once more with a new credential. */
async function attempt(
  inner: Inner,
  call: AtlasCall,
  request: AtlasRequest,
  announce: () => void,
): Promise<AtlasAnswer> {
  const { name: connection, authority, allowance } = inner
  const { signal, priority } = call
  const isRead = readsOnly(call, request)
  const set = `${call.op} ${call.path.groupId ?? call.path.orgId ?? ''}`

  signal?.throwIfAborted()
  const seconds = await allowance.spend(set, { priority, signal })
  if (seconds !== undefined)
    throw new AtlasError('Gatehouse reached its rate limit for calls to Atlas. Try again soon.', {
      connection,
      op: call.op,
      kind: 'slow-down',
      outcome: 'failed',
      retryAfterSeconds: seconds,
      retry: false,
    })

  const ticket = await leavable(authority.ticket(request), signal)
  signal?.throwIfAborted()
  announce()
  // A change that was sent is not cancelled: its outcome would be unknown.
  const limits = {
    timeoutMs: call.timeoutMs ?? inner.timeoutMs,
    signal: isRead ? signal : undefined,
  }
  const send = (authorization: string | undefined) =>
    inner.exchange(
      { ...request, headers: { ...request.headers, ...(authorization ? { authorization } : {}) } },
      limits,
    )

  let used = ticket
  let answer = await send(ticket.header)
  if (answer.kind === 'answer' && answer.status === 401) {
    const next = await leavable(authority.again(request, ticket, answer), limits.signal)
    // Nothing is sent after the caller canceled.
    if (next && !signal?.aborted) {
      used = next
      answer = await send(next.header)
      if (answer.kind === 'answer' && answer.status === 401) authority.stands?.(next)
    }
  }
  if (answer.kind === 'answer') {
    if (answer.status !== 401) used.accepted?.()
    learn(allowance, set, answer)
  }
  return answerOf(answer, { connection, call, isRead })
}

function learn(allowance: Budget, set: string, answer: Extract<Exchange, { kind: 'answer' }>) {
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
function leavable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason)
    signal.addEventListener('abort', leave)
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
    if (signal.aborted) leave()
  })
}

import { setTimeout as sleep } from 'node:timers/promises'
import { attempt, type Inner, notSent, readsOnly } from './attempt'
import type { Authority } from './authority'
import { type BudgetState, budget, type Reported } from './budget'
import type { AtlasAnswer, AtlasCall } from './call'
import { apiKey } from './digest'
import { exchanger } from './exchange'
import { buildRequest } from './request'
import { withRetries } from './retry'
import { type StreamCall, type Streamed, streamed } from './stream'
import { serviceAccount } from './token'

type Credentials =
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
  /**
   * The same for a read whose answer is passed on as it arrives, whatever its status. @throws AtlasError when Atlas does
   * not answer; the signal's reason
   */
  stream(call: StreamCall): Promise<Streamed>
  /** What is left of this replica's budget, and of the limits that Atlas reported. */
  budget(): BudgetState
  /** What Atlas last reported about calls with this key. */
  reported(key: string): Reported | undefined
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
  const inner: Inner = {
    name,
    exchange,
    allowance,
    authority,
    timeoutMs: settings.timeoutMs ?? 10_000,
  }
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
    stream(one) {
      if (closed) throw notSent(name, one, 'Gatehouse is stopping.')
      return streamed(inner, one)
    },
    budget: () => allowance.state(),
    reported: (key) => allowance.reported(key),
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

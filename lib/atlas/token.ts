import { z } from 'zod'
import type { Authority, Ticket } from './authority'
import { answerOf } from './classify'
import { AtlasError } from './errors'
import type { Exchanger } from './exchange'
import { TOKEN } from './refusals'
import { type AtlasRequest, userAgent } from './request'
import { pause, withRetries } from './retry'

type Token = { header: string; value: string; renewAt: number; endsAt: number }

const tokenAnswer = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]+$/),
  // Atlas answers 401 when a token ends earlier, so an odd value costs one call and not the token.
  expires_in: z.coerce.number().positive().catch(3600),
})

const TIMEOUT_MS = 10_000
/** How long to wait for a token request when the console stops. */
const CLOSING_MS = 1_000
/** After a refusal, calls fail immediately for this long, because Atlas allows only a few token requests per minute. */
const REFUSED_MS = 5_000
/** If a new token also gets a 401, the cause is something else: the token is not renewed for this long. */
const FRUITLESS_MS = 60_000

export type ServiceAccount = {
  connection: string
  clientId: string
  clientSecret: string
  exchange: Exchanger
  /** A monotonic clock, in milliseconds. */
  now(): number
}

/** Keeps one access token for all calls. It is renewed at about 80% of its life and revoked on close. */
export function serviceAccount(account: ServiceAccount): Authority {
  const { connection, exchange, now } = account
  // Not form-encoded first, as OAuth requires: Atlas does not decode it.
  const basic = Buffer.from(`${account.clientId}:${account.clientSecret}`).toString('base64')
  let held: Token | undefined
  let fetching: Promise<Token> | undefined
  let refusal: { error: unknown; until: number } | undefined
  let nextRenewal = 0
  let fruitlessUntil = 0

  const post = (path: string, form: Record<string, string>): AtlasRequest => ({
    method: 'POST',
    path,
    headers: {
      authorization: `Basic ${basic}`,
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': userAgent,
    },
    body: new URLSearchParams(form).toString(),
  })

  /** Retries even for a change, because nothing of the change was sent yet. */
  async function ask(): Promise<Token> {
    const about = { connection, call: { op: TOKEN, version: '' }, isRead: true }
    const answer = await withRetries(async () =>
      answerOf(
        await exchange(post('/api/oauth/token', { grant_type: 'client_credentials' }), {
          timeoutMs: TIMEOUT_MS,
        }),
        about,
      ),
    ).catch((error) => {
      throw refusedToken(error, connection)
    })
    const found = tokenAnswer.safeParse(answer.body)
    if (!found.success)
      throw new AtlasError('Atlas sent no usable access token. Try again.', {
        connection,
        op: TOKEN,
        kind: 'atlas-down',
        outcome: 'failed',
        retry: false,
      })
    const { access_token: value, expires_in: seconds } = found.data
    const life = seconds * 1000
    return {
      value,
      header: `Bearer ${value}`,
      renewAt: now() + life * (0.75 + Math.random() * 0.1),
      endsAt: now() + life * 0.97,
    }
  }

  function fetchToken(): Promise<Token> {
    fetching ??= ask()
      .then(
        (token) => {
          held = token
          refusal = undefined
          return token
        },
        (error) => {
          if (error instanceof AtlasError && error.status !== undefined && error.status < 500) {
            const pause = Math.max(REFUSED_MS, (error.retryAfterSeconds ?? 0) * 1000)
            refusal = { error, until: now() + pause }
          }
          throw error
        },
      )
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }

  async function current(): Promise<Token> {
    if (held && now() < held.endsAt) {
      if (now() >= held.renewAt && now() >= nextRenewal && !fetching) {
        nextRenewal = now() + REFUSED_MS
        // The old token still works, so nobody waits for this and a failure is harmless.
        fetchToken().catch(() => {})
      }
      return held
    }
    if (refusal && now() < refusal.until) throw refusal.error
    return fetchToken()
  }

  return {
    async ticket(): Promise<Ticket> {
      return { header: (await current()).header }
    },
    async again(_, refused) {
      if (held?.header === refused.header) {
        if (now() < fruitlessUntil) return undefined
        held = undefined
      }
      const token = await current()
      return {
        header: token.header,
        accepted: () => {
          fruitlessUntil = 0
        },
      }
    },
    stands(ticket) {
      if (held?.header === ticket.header) fruitlessUntil = now() + FRUITLESS_MS
    },
    async close() {
      if (fetching) await Promise.race([fetching.catch(() => {}), pause(CLOSING_MS)])
      const token = held
      held = undefined
      if (!token) return
      const form = { token: token.value, token_type_hint: 'access_token' }
      await exchange(post('/api/oauth/revoke', form), { timeoutMs: 2_000 })
    },
  }
}

/** A failed token request. It was already retried, so its call does not retry it. */
function refusedToken(error: unknown, connection: string): unknown {
  if (!(error instanceof AtlasError)) return error
  const { status = 500 } = error.parts
  const parts = { ...error.parts, outcome: 'failed', retry: false } as const
  if (status >= 500 || status === 429 || status < 300)
    return new AtlasError(error.message, parts, { cause: error })
  return new AtlasError(
    // OAuth uses 400 or 401 for invalid_client.
    [400, 401, 403].includes(status)
      ? `Atlas refused the credential of connection “${connection}”. Ask an admin to check that its service account exists and that its secret has not expired.`
      : `Atlas gave connection “${connection}” no access token (status ${status}). Ask an admin to check its base URL.`,
    { ...parts, kind: 'unavailable' },
    { cause: error },
  )
}

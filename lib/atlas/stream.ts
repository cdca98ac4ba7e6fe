import { aboutCall, type Inner, learn, leavable, limitedWith, noteAnswer, spend } from './attempt'
import type { AtlasCall, Wire } from './call'
import { blank, blanked, secretIn } from './echo'
import { AtlasError } from './errors'
import type { Opened } from './exchange'
import { type Headers, header, retryAfter } from './headers'
import { buildRequest } from './request'
import { pause } from './retry'
import { watched } from './watch'

/** A read of a client. */
export type StreamCall = Omit<AtlasCall, 'query' | 'timeoutMs' | 'onSending' | 'text'> & {
  wire: Wire
  /** More headers to send: encodings that the client takes, conditions. */
  headers: Record<string, string>
}

/** Atlas's answer as it arrives. Without the credential of the call, also if Atlas repeats it. */
export type Streamed = {
  status: number
  headers: Headers
  body: AsyncIterable<Uint8Array>
  /** Blanks the credential in decoded bytes of the body. Returns whether it was there. */
  clean(bytes: Uint8Array): boolean
  /** Drops the rest of the body. */
  cancel(): void
}

const ATTEMPTS = 3
/** The longest pause that Atlas can ask for. */
const LONGEST_WAIT_SECONDS = 5

/** Sends a read with the connection's budget and credential. */
export async function streamed(inner: Inner, call: StreamCall): Promise<Streamed> {
  const set = limitedWith(call)
  for (let tried = 1; ; tried += 1) {
    await spend(inner, call, set)
    try {
      const answer = await once(inner, call)
      learn(inner.allowance, set, answer)
      const wait = answer.status === 429 ? (retryAfter(answer.headers) ?? 1) : undefined
      if (wait === undefined || wait > LONGEST_WAIT_SECONDS || tried === ATTEMPTS) return answer
      // No client repeats after a 429, so Gatehouse waits for it.
      answer.cancel()
      await pause(wait * 1_000, call.signal)
    } catch (error) {
      if (error instanceof AtlasError || call.signal?.aborted) throw call.signal?.reason ?? error
      if (isSilence(error) || tried === ATTEMPTS) throw unanswered(inner, call, error)
      await pause(200 * tried, call.signal)
    }
  }
}

/** One attempt, and another one with a new credential after a 401. */
async function once(inner: Inner, call: StreamCall): Promise<Streamed> {
  const { authority, exchange, timeoutMs } = inner
  const { signal } = call
  const built = buildRequest(call)
  const request = { ...built, headers: { ...built.headers, ...call.headers } }
  const open = (authorization: string | undefined): Promise<Opened> =>
    exchange.open(
      { ...request, headers: { ...request.headers, ...(authorization ? { authorization } : {}) } },
      { silenceMs: timeoutMs, ...(signal ? { signal } : {}) },
    )
  let used = await leavable(authority.ticket(request), signal)
  const about = aboutCall(inner.name, call, request.method)
  const answer = await watched(about, async () => {
    try {
      let made = await open(used.header)
      if (made.status === 401) {
        const seen = { kind: 'answer', status: 401, headers: made.headers, text: '' } as const
        const next = await leavable(authority.again(request, used, seen), signal)
        if (next) {
          made.body.destroy()
          used = next
          made = await open(next.header)
          if (made.status === 401) authority.stands?.(next)
        }
      }
      noteAnswer(about, made)
      return made
    } catch (error) {
      about.outcome = isSilence(error) ? 'timeout' : 'unreachable'
      throw error
    }
  })
  if (answer.status !== 401) used.accepted?.()
  const secret = secretIn(used.header)
  const { status, headers, body } = answer
  return {
    status,
    headers: secret ? withoutEchoes(headers, secret) : headers,
    body: secret && !header(headers, 'content-encoding') ? blanked(body, secret) : body,
    clean: (bytes) => secret !== undefined && blank(bytes, secret),
    cancel: () => void body.destroy(),
  }
}

const withoutEchoes = (headers: Headers, secret: Buffer): Headers =>
  Object.fromEntries(
    Object.entries(headers).filter(([, value]) => !String(value).includes(String(secret))),
  )

const isSilence = (error: unknown) =>
  error instanceof Error && 'code' in error && /TIMEOUT/.test(String(error.code))

const unanswered = ({ name: connection }: Inner, { op }: StreamCall, cause: unknown) =>
  new AtlasError(
    isSilence(cause) ? 'Atlas did not answer in time.' : 'Gatehouse can’t reach Atlas.',
    { connection, op, kind: 'atlas-down', outcome: 'failed', retry: false },
    { cause },
  )

import { setTimeout as wait } from 'node:timers/promises'
import { AtlasError } from './errors'

const ATTEMPTS = 3
/** A person does not wait longer than this within one call; they are told when to come back instead. */
const LONGEST_WAIT_SECONDS = 8
const FIRST_BACKOFF_MS = 200

/** Tries again what changes nothing: after 429, 5xx and broken connections, not after a timeout. Throws the last error. */
export async function withRetries<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === ATTEMPTS || !isPassing(error)) throw error
      const asked = (error.retryAfterSeconds ?? 0) * 1000
      if (asked > LONGEST_WAIT_SECONDS * 1000) throw error
      // Jitter on top of what was asked: all replicas were told the same second.
      const backoff = FIRST_BACKOFF_MS * 2 ** (tried - 1)
      await pause(Math.max(asked, backoff / 2) + (Math.random() * backoff) / 2, signal)
    }
  }
}

/** Waits; throws the signal's reason as soon as it aborts. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error) => {
    throw signal?.reason ?? error
  })
}

function isPassing(error: unknown): error is AtlasError {
  if (!(error instanceof AtlasError)) return false
  const { status, errorCode, retry } = error.parts
  // Asking the same again for a list that is too long times out again.
  if (errorCode === 'TIMEOUT_WHILE_PAGING') return false
  return retry ?? (status !== undefined && (status === 429 || status >= 500))
}

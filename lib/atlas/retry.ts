import { setTimeout as wait } from 'node:timers/promises'
import { AtlasError } from './errors'

const ATTEMPTS = 3
/** The longest pause within one call. After a longer Retry-After, the call fails immediately. */
const LONGEST_WAIT_SECONDS = 8
const FIRST_BACKOFF_MS = 200

/** Retries a read after 429, 5xx and broken connections, not after a timeout. @throws the last error */
export async function withRetries<T>(attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (tried === ATTEMPTS || !isPassing(error)) throw error
      const asked = (error.retryAfterSeconds ?? 0) * 1000
      if (asked > LONGEST_WAIT_SECONDS * 1000) throw error
      // With jitter, because all replicas got the same Retry-After.
      const backoff = FIRST_BACKOFF_MS * 2 ** (tried - 1)
      await pause(Math.max(asked, backoff / 2) + (Math.random() * backoff) / 2, signal)
    }
  }
}

/** Waits. @throws the signal's reason as soon as it aborts */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch((error) => {
    throw signal?.reason ?? error
  })
}

function isPassing(error: unknown): error is AtlasError {
  if (!(error instanceof AtlasError)) return false
  const { status, errorCode, retry } = error.parts
  // A list that is too long would time out again.
  if (errorCode === 'TIMEOUT_WHILE_PAGING') return false
  return retry ?? (status !== undefined && (status === 429 || status >= 500))
}

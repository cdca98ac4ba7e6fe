const FIRST_SECONDS = 5
const LONGEST_SECONDS = 3 * 3600

/** For how long a delivery is tried again, in seconds. The last attempt comes after that. */
export const GIVE_UP_SECONDS = 24 * 3600

/**
 * Seconds until the next attempt: 5, 15, 45 … up to 3 h, a fifth more or less, so that a receiver that comes back does not
 * get everything at once. Undefined: the retries began too long ago (`age`, in seconds). `asked` is what the receiver asked
 * for.
 */
export function nextAttempt(
  attempts: number,
  age: number,
  asked = 0,
  random: () => number = Math.random,
): number | undefined {
  if (age > GIVE_UP_SECONDS) return undefined
  const pause = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 3 ** Math.max(0, attempts - 1))
  return Math.min(LONGEST_SECONDS, Math.max(asked, pause * (0.8 + random() * 0.4)))
}

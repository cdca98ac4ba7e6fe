import { createHash, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { cookieName, cookiesIn, setCookie } from './cookies'
import { sealCookie, unsealCookie } from './sealed-cookie'

const LIFE_SECONDS = 15 * 60
/** Concurrent sign-ins of one browser. A further one replaces the oldest. */
const MOST = 5
/** A longer address does not fit in a cookie. */
const LONGEST_PATH = 1500

const open = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
  /** A step-up: the person reauthenticates. */
  fresh: z.boolean(),
  /** The digest of the request that the step-up is for. */
  stepUpFor: z.string().optional(),
  /** The subject of who is signed in and reauthenticates. Nobody else's sign-in counts. */
  person: z.string().optional(),
  scopes: z.array(z.string()),
})
const used = z.object({ usedBy: z.string(), to: z.string() })

/** A sign-in in progress, in its own cookie so that tabs do not interfere with each other. */
export type Attempt = z.output<typeof open>

const random = () => randomBytes(32).toString('base64url')

let lastTime = 0
function nextTime(): number {
  lastTime = Math.max(Date.now(), lastTime + 1)
  return lastTime
}

/** A new attempt that returns to `to`. */
export const newAttempt = (
  start: Pick<Attempt, 'to' | 'fresh' | 'stepUpFor' | 'person' | 'scopes'>,
): Attempt => ({
  ...start,
  to: start.to.length > LONGEST_PATH ? '/' : start.to,
  // The name starts with the time, to find the oldest cookie.
  state: `${nextTime().toString(36)}-${random()}`,
  nonce: random(),
  verifier: random(),
})

/** The PKCE challenge (RFC 7636, S256) of an attempt. */
export const challengeOf = ({ verifier }: Attempt): string =>
  createHash('sha256').update(verifier).digest('base64url')

const prefix = () => `${cookieName('attempt')}.`
const nameOf = (state: string) => prefix() + state.slice(0, 15)
const remove = (name: string) => setCookie(name, '', 0)

const names = (cookies: string | null) =>
  cookiesIn(cookies)
    .map(([name]) => name)
    .filter((name) => name.startsWith(prefix()))
    .sort()

/** Set-Cookie headers that add an attempt to those in the Cookie header, at most five. */
export async function keepAttempt(attempt: Attempt, cookies: string | null): Promise<string[]> {
  const name = nameOf(attempt.state)
  const kept = setCookie(name, sealCookie(name, attempt, LIFE_SECONDS), LIFE_SECONDS)
  return [
    ...names(cookies)
      .slice(0, 1 - MOST)
      .map(remove),
    kept,
  ]
}

/** Set-Cookie header that keeps the page of a finished attempt, for people who go back to its callback URL. */
export async function finishedAttempt({ state, to }: Attempt): Promise<string> {
  const name = nameOf(state)
  const content = { usedBy: state, to } satisfies z.output<typeof used>
  return setCookie(name, sealCookie(name, content, LIFE_SECONDS), LIFE_SECONDS)
}

/** Set-Cookie header that deletes an attempt. */
export const dropAttempt = ({ state }: Attempt): string => remove(nameOf(state))

export type Found = { attempt: Attempt } | { attempt?: undefined; to?: string }

/**
 * The attempt with this `state`, or its page if it is finished. Without a state, which some providers omit from errors,
 * the newest attempt of the browser.
 */
export async function attemptFor(state: string | null, cookies: string | null): Promise<Found> {
  const name = state === null ? names(cookies).at(-1) : nameOf(state)
  const value = cookiesIn(cookies).find(([key]) => key === name)?.[1]
  if (!name || !value) return {}
  const attempt = unsealCookie(name, value, open)
  if (attempt) return state === null || attempt.state === state ? { attempt } : {}
  const finished = unsealCookie(name, value, used)
  return finished?.usedBy === state ? { to: finished?.to } : {}
}

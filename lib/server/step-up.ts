import { configuration } from './configuration'

/** Tolerated clock difference between the provider and this server. */
export const SKEW_SECONDS = 60

/**
 * Whether the person authenticated within the last `withinSeconds`, with one of `signIn.stepUpAcr` if acr values are
 * requested. False without a proof time (see `proofTime`).
 */
export function authFresh(
  person: { authTime: Date | null; acr?: string | undefined },
  withinSeconds: number,
  now: Date = new Date(),
): boolean {
  const { stepUpAcr } = configuration().signIn
  if (!person.authTime) return false
  if (stepUpAcr.length > 0 && !stepUpAcr.includes(person.acr ?? '')) return false
  const age = (now.getTime() - person.authTime.getTime()) / 1000
  return age <= withinSeconds && age >= -SKEW_SECONDS
}

/** What a request's terms require of the sign-in of whoever approves it. */
export type StepUp = { seconds: number; acr: readonly string[] | null; digest: string }

/** Whether the person reauthenticated for the request with this digest, recently enough and in an accepted way. */
export const steppedUp = (
  person: { authTime: Date | null; acr?: string | undefined; stepUpFor?: string | undefined },
  { seconds, acr, digest }: StepUp,
  now?: Date,
): boolean =>
  person.stepUpFor === digest &&
  (acr === null || acr.includes(person.acr ?? '')) &&
  authFresh(person, seconds, now)

/**
 * When the person authenticated: the provider's `auth_time`. A sign-in with `prompt=login` proves less, because a person
 * can remove the parameter from the URL. It counts only if the provider sends no auth_time and `signIn.stepUpProof` is
 * `sign-in`.
 */
export function proofTime(
  { authTime, issuedAt }: { authTime: Date | null; issuedAt: Date },
  fresh: boolean,
): Date | null {
  const { stepUp, stepUpProof } = configuration().signIn
  const isAsked = fresh && stepUpProof === 'sign-in' && stepUp.includes('prompt=login')
  return authTime ?? (isAsked ? issuedAt : null)
}

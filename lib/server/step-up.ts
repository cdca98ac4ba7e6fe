import { minutesInWords } from '@/lib/format/duration'
import { list } from '@/lib/format/words'
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

/** What a policy requires of the sign-in of whoever approves the request with this digest. */
export type StepUp = { seconds: number; acr: readonly string[] | null; digest: string }

type SignIn = { authTime: Date | null; acr?: string | undefined; stepUpFor?: string | undefined }

/** Whether the person reauthenticated for the request with this digest, recently enough and in an accepted way. */
export const steppedUp = (person: SignIn, { seconds, acr, digest }: StepUp, now?: Date): boolean =>
  person.stepUpFor === digest &&
  (acr === null || acr.includes(person.acr ?? '')) &&
  authFresh(person, seconds, now)

/**
 * Until when the person can approve with their sign-in, or why they have to sign in again. Null: nothing is required.
 */
export function stepUpState(
  person: SignIn,
  required: readonly StepUp[],
): { until: string; whyNot: null } | { until: null; whyNot: string } | null {
  if (required.length === 0) return null
  const missing = required.find((one) => !steppedUp(person, one))
  if (missing) return { until: null, whyNot: whyNot(person, missing) }
  const seconds = Math.min(...required.map((one) => one.seconds))
  const until = new Date((person.authTime?.getTime() ?? 0) + seconds * 1000)
  return { until: until.toISOString(), whyNot: null }
}

// A provider that leaves out what the policy needs would otherwise ask people to sign in again and again.
function whyNot({ authTime, acr, stepUpFor }: SignIn, missing: StepUp): string {
  const accepted = missing.acr ?? configuration().signIn.stepUpAcr
  if (stepUpFor === missing.digest && authTime === null)
    return 'You signed in again, but your identity provider did not send the time (auth_time). Ask your admin to turn it on there.'
  if (stepUpFor === missing.digest && accepted.length > 0 && !accepted.includes(acr ?? ''))
    return `You signed in again, but not in a way that the policy accepts. It requires acr ${list(accepted, 'or')}; your identity provider sent ${acr ?? 'none'}.`
  if (stepUpFor === missing.digest)
    return `Your sign-in for this request is older than ${minutesInWords(Math.ceil(missing.seconds / 60))}. Sign in again, then approve. If you just did, your identity provider did not ask you again: an admin should check signIn.stepUp.`
  return 'The policy requires a new sign-in for each approval. Sign in again, then approve.'
}

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

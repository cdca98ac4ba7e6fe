import { configuration } from './configuration'

/** Clocks of the provider and of this server may differ by this much. */
export const SKEW_SECONDS = 60

/**
 * Whether the person proved who they are within the last `withinSeconds`, in a way that `signIn.stepUpAcr` accepts where
 * acr values are asked for. Without a proof time (see `proofTime`) the answer is no.
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

/**
 * When the person proved who they are: the provider's `auth_time`. A sign-in that requested `prompt=login` proves less,
 * since a person can remove the parameter from the address. It counts only if the provider sends no auth_time and
 * `signIn.stepUpProof` is `sign-in`.
 */
export function proofTime(
  { authTime, issuedAt }: { authTime: Date | null; issuedAt: Date },
  fresh: boolean,
): Date | null {
  const { stepUp, stepUpProof } = configuration().signIn
  const isAsked = fresh && stepUpProof === 'sign-in' && stepUp.includes('prompt=login')
  return authTime ?? (isAsked ? issuedAt : null)
}

import { configuration } from './configuration'

/** Clocks of the provider and of this server may differ by this much. */
const SKEW_SECONDS = 60

/**
 * Whether the person proved who they are within the last `withinSeconds`, in a way that `signIn.stepUpAcr` accepts where
 * acr values are asked for. Only a proof time counts (see `proofTime`): without one nobody is fresh.
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
 * When the person proved who they are: the provider's `auth_time`. A sign-in that merely asked for `prompt=login` proves
 * less, since people can take the parameter out of the address, so it counts only for a provider that sends no auth_time
 * and with `signIn.stepUpProof: sign-in`.
 */
export function proofTime(
  { authTime, issuedAt }: { authTime: Date | null; issuedAt: Date },
  fresh: boolean,
): Date | null {
  const { stepUp, stepUpProof } = configuration().signIn
  const isAsked = fresh && stepUpProof === 'sign-in' && stepUp.includes('prompt=login')
  return authTime ?? (isAsked ? issuedAt : null)
}

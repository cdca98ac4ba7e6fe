/** Clocks of the provider and of this server may differ by this much. */
const SKEW_SECONDS = 60

/**
 * Whether the person proved who they are within the last `withinSeconds`. Only the provider's own `auth_time` counts: a
 * sign-in that merely asked for `max_age` or `prompt=login` proves nothing. A provider that does not say is never fresh.
 */
export function authFresh(
  person: { authTime: Date | null },
  withinSeconds: number,
  now: Date = new Date(),
): boolean {
  if (!person.authTime) return false
  const age = (now.getTime() - person.authTime.getTime()) / 1000
  return age <= withinSeconds && age >= -SKEW_SECONDS
}

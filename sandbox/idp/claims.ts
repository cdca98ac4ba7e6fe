import type { Persona } from './personas'

/** Behaves like another vendor's provider. By default, the ID token contains `groups`. */
export type IdpVariant = {
  /** The claim with the groups, for instance a name like a URL; `groups` by default. */
  groupsClaim?: string
  /** Groups come from userinfo only. */
  groupsOnlyInUserinfo?: boolean
  /** The ID token contains a pointer in place of the groups, as Entra ID sends for too many. */
  groupsOverage?: boolean
}

/** The claims of a persona. */
export function claimsOf(
  persona: Persona,
  variant: IdpVariant,
): Record<string, unknown> & { sub: string } {
  const claim = variant.groupsClaim ?? 'groups'
  return {
    sub: persona.name,
    name: persona.displayName,
    preferred_username: persona.name,
    email: persona.email,
    email_verified: true,
    ...(variant.groupsOverage
      ? {
          _claim_names: { [claim]: 'src1' },
          _claim_sources: { src1: { endpoint: `https://graph.example.com/users/${persona.name}` } },
        }
      : { [claim]: persona.groups }),
  }
}

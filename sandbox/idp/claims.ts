import type { Persona } from './personas'

/** How other vendors' providers differ; the default puts `groups` into the id_token. */
export type IdpVariant = {
  /** The claim that holds the groups (default `groups`), for instance a URL-like name. */
  groupsClaim?: string
  /** The id_token carries no groups: they must be fetched from userinfo. */
  groupsOnlyInUserinfo?: boolean
  /** Too many groups for a token: a pointer stands in their place, as Microsoft Entra does. */
  groupsOverage?: boolean
}

/** The claims a persona gets. */
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

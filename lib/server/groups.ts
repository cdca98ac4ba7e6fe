/** Too many groups for a token: the provider sent a pointer instead of the list. */
export class GroupsOverage extends Error {
  override name = 'GroupsOverage'
}

/** The claim is there in a form that names no groups. */
export class GroupsUnreadable extends Error {
  override name = 'GroupsUnreadable'
}

/**
 * The groups in a set of claims; undefined when the claim is absent. `claim` is its exact name (it may look like a URL),
 * else a dotted path such as `realm_access.roles`.
 * @throws GroupsOverage, GroupsUnreadable: reading either as "no groups" would silently take roles away, or hide why.
 */
export function groupsIn(claims: Record<string, unknown>, claim: string): string[] | undefined {
  const names = claims._claim_names
  const isElsewhere = isRecord(names) && claim in names
  // Microsoft Entra says so in two more ways, by flow.
  if (isElsewhere || claims.hasgroups === true || claims.hasgroups === 'true')
    throw new GroupsOverage(`The claim ${claim} was left out because of its size.`)
  const value = claims[claim] ?? at(claims, claim)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return [value]
  if (Array.isArray(value) && value.every((group) => typeof group === 'string'))
    return [...new Set(value)]
  throw new GroupsUnreadable(`The claim ${claim} is not a list of names.`)
}

const at = (claims: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), claims)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

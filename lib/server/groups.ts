import { isObject } from '@/lib/format/values'
import { isStorable } from './claims'
import { SignInRefused } from './sign-in-errors'

export type Groups = {
  /** Unique names, exactly as the provider sent them; undefined when the claim is absent. */
  groups: string[] | undefined
  /** Ignored entries: not strings, strings that can't be stored unchanged, and groups of machines. */
  ignored: number
  /** The claim is a single string that looks like a list. */
  isOneText: boolean
}

const LONGEST = 2000

/** Machines have such groups, so no provider can put a person into one. */
const isMachineGroup = (name: string) => name.startsWith('machine:')

/**
 * The groups in a set of claims. `claim` is its exact name (it may look like a URL), else a dotted path such as
 * `realm_access.roles`. A single string is split at `separator`; without one, it is one group.
 * @throws SignInRefused `groups-overage`, `groups-unreadable`: treating either as "no groups" would hide why roles are
 * missing
 */
export function groupsIn(
  claims: Record<string, unknown>,
  claim: string,
  separator?: string,
): Groups {
  const names = claims._claim_names
  const isElsewhere = isObject(names) && Object.hasOwn(names, claim)
  // Microsoft Entra reports this in two more ways, depending on the flow. They say nothing about app roles.
  const hasMore = claim === 'groups' && (claims.hasgroups === true || claims.hasgroups === 'true')
  if (isElsewhere || hasMore)
    throw new SignInRefused('groups-overage', {
      detail: `The provider omitted the claim ${claim} because it is too large.`,
    })
  const value = at(claims, claim)
  if (value === undefined || value === null)
    return { groups: undefined, ignored: 0, isOneText: false }
  if (typeof value === 'string') {
    const isOneText = separator === undefined && /[,;|\s]|^\[/.test(value.trim())
    return { ...usable(separator ? value.split(separator) : [value]), isOneText }
  }
  const entries = Array.isArray(value) ? value.filter((entry) => entry !== null) : undefined
  if (!entries || (entries.length > 0 && !entries.some((entry) => typeof entry === 'string')))
    throw new SignInRefused('groups-unreadable', {
      detail: `The claim ${claim} is not a list of names.`,
    })
  const found = usable(entries)
  return {
    ...found,
    ignored: found.ignored + (Array.isArray(value) ? value.length - entries.length : 0),
    isOneText: false,
  }
}

function usable(entries: readonly unknown[]): { groups: string[]; ignored: number } {
  const kept = entries.filter(
    (entry): entry is string =>
      typeof entry === 'string' &&
      entry !== '' &&
      entry.length <= LONGEST &&
      isStorable(entry) &&
      !isMachineGroup(entry),
  )
  return { groups: [...new Set(kept)], ignored: entries.length - kept.length }
}

/** The value at a dotted path. A name in it may contain dots, such as a Keycloak client in `resource_access`. */
function at(claims: unknown, path: string): unknown {
  if (!isObject(claims)) return undefined
  if (Object.hasOwn(claims, path)) return claims[path]
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const found = at(claims[path.slice(0, dot)], path.slice(dot + 1))
    if (found !== undefined) return found
  }
  return undefined
}

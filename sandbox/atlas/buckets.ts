import type { Fact } from './routes'
import type { World } from './world'

type Scope = 'IP' | 'USER' | 'GROUP' | 'ORGANIZATION'
export type EndpointSet = {
  id: string
  name: string
  scope: Scope
  capacity: number
  holds(id: string, fact: Fact): boolean
}

const set = (
  id: string,
  name: string,
  scope: Scope,
  capacity: number,
  holds: EndpointSet['holds'],
): EndpointSet => ({ id, name, scope, capacity, holds })

const tagged =
  (...tags: string[]) =>
  (_: string, fact: Fact) =>
    tags.includes(fact.tag)

/** Atlas's rate limit of each endpoint set, in tokens per minute. The first set with an operation counts. */
export const endpointSets: readonly EndpointSet[] = [
  set('listOrgs', 'List Organizations', 'USER', 300, (id) => id === 'listOrgs'),
  set('groupEvents', 'Project Events', 'GROUP', 300, (id) => /^(list|get)GroupEvents?$/.test(id)),
  set('monitoring', 'Monitoring', 'GROUP', 300, tagged('Monitoring and Logs')),
  set('accessList', 'Project IP Access List', 'GROUP', 1200, tagged('Project IP Access List')),
  set(
    'clusters',
    'Clusters',
    'GROUP',
    10_000,
    (id, fact) => id !== 'listClusterDetails' && fact.tag === 'Clusters',
  ),
  set('flexClusters', 'Flex Clusters', 'GROUP', 1200, tagged('Flex Clusters')),
  set('search', 'Atlas Search', 'GROUP', 500, tagged('Atlas Search')),
  set('identityProviders', 'Identity Providers', 'USER', 300, (_, fact) =>
    fact.path.includes('/identityProviders'),
  ),
  set('connectedOrgConfigs', 'Connected Organization Configs', 'ORGANIZATION', 500, (_, fact) =>
    fact.path.includes('/connectedOrgConfigs'),
  ),
  set('projects', 'Projects', 'GROUP', 1200, (_, fact) => fact.path.includes('/groups/{groupId}')),
  set('organizations', 'Organizations', 'ORGANIZATION', 1200, (_, fact) =>
    fact.path.includes('/orgs/{orgId}'),
  ),
  set('unauthenticated', 'Unauthenticated', 'IP', 1200, (_, fact) =>
    fact.path.includes('/unauth/'),
  ),
  set('other', 'Everything else', 'USER', 1200, () => true),
]

/** Seconds until an empty bucket is full again. */
export const refillSeconds = 60

export const capacityOf = (world: World, s: EndpointSet): number =>
  world.switches.rateLimits[s.name] ?? s.capacity

type Spent = { limit: number; remaining: number; retryAfter?: number }

/** Token buckets by key, in memory: a restart fills them. */
export class Buckets {
  private readonly levels = new Map<string, { tokens: number; at: number; capacity: number }>()

  /** Takes a token. `retryAfter` is set, in whole seconds, when there is none. */
  spend(key: string, capacity: number, seconds: number): Spent {
    // The wall clock can be set back.
    const now = performance.now()
    const known = this.levels.get(key)
    const old = known?.capacity === capacity ? known : { tokens: capacity, at: now, capacity }
    const perMs = capacity / (seconds * 1000)
    const tokens = Math.min(capacity, old.tokens + (now - old.at) * perMs)
    const left = tokens >= 1 ? tokens - 1 : tokens
    this.levels.set(key, { tokens: left, at: now, capacity })
    return {
      limit: capacity,
      remaining: Math.floor(left),
      ...(tokens < 1 ? { retryAfter: Math.max(1, Math.ceil((1 - tokens) / perMs / 1000)) } : {}),
    }
  }
}

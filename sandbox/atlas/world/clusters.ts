import { idFrom, iso, oneOf, pick } from '../ids'
import { makeProjects, projectIdOf } from './projects'
import type { Cluster, Tag } from './shapes'

type Wanted = Partial<Omit<Cluster, 'id' | 'groupId' | 'name'>> & { name: string }

const aws = (region: string, zone?: string) => ({ provider: 'AWS' as const, region, zone })

/** A cluster with defaults. */
export function makeCluster(groupId: string, wanted: Wanted): Cluster {
  const kind = wanted.kind ?? 'REPLICASET'
  const shared = kind === 'M0' || kind === 'FLEX'
  const createDate = wanted.createDate ?? '2024-02-12T09:30:00Z'
  return {
    kind,
    regions: [aws('US_EAST_1')],
    tier: kind === 'M0' ? 'M0' : kind === 'FLEX' ? 'FLEX' : 'M30',
    shards: kind === 'SHARDED' ? 2 : 1,
    version: '8.0.12',
    diskGB: kind === 'M0' ? 0.5 : kind === 'FLEX' ? 5 : 40,
    state: 'IDLE',
    paused: false,
    backup: !shared,
    tags: [],
    createDate,
    ...wanted,
    id: idFrom(`cluster ${groupId} ${wanted.name}`, createDate),
    groupId,
  }
}

const tag = (key: string, value: string): Tag => ({ key, value })
const minutes = (n: number) => n * 60_000

/** Clusters of `chaos-lab`, described in sandbox/README.md. */
// biome-ignore format: a word list reads better in lines
export const chaosClusters = [
  'steady', 'slow-down', 'fails', 'refuses', 'no-answer', 'slow-answer', 'lost-request',
] as const

/** The named clusters, by project. */
const storied = (now: number): Record<string, Wanted[]> => ({
  'payments-prod': [
    {
      name: 'payments-main',
      tier: 'M50',
      diskGB: 320,
      createDate: '2022-03-22T08:15:00Z',
      tags: [tag('tier', '0'), tag('data', 'cardholder')],
      grant: {
        grantType: 'CLUSTER_INFRASTRUCTURE',
        expirationTime: iso(now + minutes(180)),
      },
    },
    { name: 'payments-ledger', tier: 'M40', diskGB: 160, state: 'UPDATING' },
    { name: 'payments-risk', tier: 'M30', state: 'REPAIRING', regions: [aws('EU_WEST_1')] },
  ],
  'payments-staging': [
    {
      name: 'staging-main',
      tier: 'M10',
      diskGB: 10,
      grant: { grantType: 'CLUSTER_DATABASE_LOGS', expirationTime: iso(now + minutes(2)) },
    },
    {
      name: 'staging-next',
      tier: 'M20',
      state: 'CREATING',
      createDate: iso(now),
      next: { state: 'IDLE', at: now + minutes(12) },
    },
    { name: 'staging-archive', tier: 'M10', paused: true },
    { name: 'staging-replay', tier: 'M20' },
  ],
  'search-platform': [
    { name: 'search-main', kind: 'SHARDED', shards: 3, tier: 'M60', diskGB: 750 },
    { name: 'search-suggest', tier: 'M30' },
  ],
  'streams-eu': [
    { name: 'streams-sink', tier: 'M30', regions: [aws('EU_CENTRAL_1')] },
    {
      name: 'streams-geo',
      kind: 'GEOSHARDED',
      tier: 'M40',
      shards: 2,
      regions: [aws('EU_WEST_1', 'Zone Europe'), aws('US_EAST_1', 'Zone America')],
    },
  ],
  analytics: [
    {
      name: 'warehouse',
      kind: 'SHARDED',
      tier: 'M50',
      diskGB: 1024,
      regions: [{ provider: 'GCP', region: 'EUROPE_WEST_4' }],
    },
    {
      // Two clouds: left out of listClusterDetails.
      name: 'reports',
      tier: 'M40',
      regions: [aws('EU_WEST_1'), { provider: 'GCP', region: 'WESTERN_EUROPE' }],
    },
    { name: 'reports-old', tier: 'M10', state: 'DELETING' },
  ],
  'legacy-eu': [
    { name: 'legacy-orders', tier: 'M30', version: '4.0.28', createDate: '2023-02-01T10:00:00Z' },
    { name: 'legacy-crm', tier: 'M20', regions: [{ provider: 'AZURE', region: 'EUROPE_NORTH' }] },
  ],
  'free-and-flex': [
    { name: 'free-sandbox', kind: 'M0' },
    { name: 'flex-web', kind: 'FLEX', terminationProtection: true },
    { name: 'flex-batch', kind: 'FLEX', state: 'CREATING', createDate: iso(now) },
    { name: 'flex-old', kind: 'FLEX', state: 'DELETING' },
  ],
  'chaos-lab': chaosClusters.map((name) => ({ name, tier: 'M10' })),
})

/** About forty clusters: the named ones, and one in every twelfth generated project. */
export function makeClusters(now: number): Cluster[] {
  const named = Object.entries(storied(now)).flatMap(([name, wanted]) =>
    wanted.map((w) => makeCluster(projectIdOf(name), w)),
  )
  const ordinary = makeProjects()
    .slice(-160)
    .filter((_, i) => i % 12 === 5)
    .map((p) =>
      makeCluster(p.id, {
        name: p.name.replace(/-\d+$/, ''),
        tier: oneOf(`tier ${p.name}`, ['M10', 'M20', 'M30']),
        version: oneOf(`version ${p.name}`, ['7.0.24', '8.0.12']),
        regions: [aws(oneOf(p.name, ['US_EAST_1', 'EU_WEST_1', 'AP_SOUTHEAST_1']))],
        diskGB: 10 * (1 + pick(`disk ${p.name}`, 8)),
        createDate: iso(Date.parse(p.created) + 3_600_000),
      }),
    )
  return [...named, ...ordinary]
}

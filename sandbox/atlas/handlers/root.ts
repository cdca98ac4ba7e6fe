import { allFacts } from '@/lib/atlas/facts'
import { capacityOf, endpointSets, refillSeconds } from '../buckets'
import { type HandlerInput, rows, type SandboxFile } from '../define'
import { idFrom } from '../ids'

/** One endpoint set as the rate limit list shows it. */
function rateLimits({ world, base }: HandlerInput) {
  const held = Object.groupBy(
    allFacts(),
    ([id, fact]) => endpointSets.find((s) => s.holds(id, fact))?.id ?? 'other',
  )
  return endpointSets.map((s) => {
    const capacity = { value: capacityOf(world, s), defaultValue: s.capacity }
    const id = idFrom(`endpoint set ${s.id}`, '2025-01-01T00:00:00Z')
    return {
      endpointSetId: id,
      endpointSetName: s.name,
      scope: s.scope,
      capacity,
      refillRate: capacity,
      refillDurationSeconds: { value: refillSeconds, defaultValue: refillSeconds },
      endpoints: (held[s.id] ?? [])
        .slice(0, 100)
        .map(([, f]) => ({ method: f.method, path: f.path })),
      links: [{ href: `${base}/api/atlas/v2/rateLimits/${id}`, rel: 'self' }],
    }
  })
}

const addresses = (n: number) => ({
  aws: {
    'us-east-1': [`203.0.113.${n}/32`, `203.0.113.${n + 1}/32`],
    'eu-west-1': [`203.0.113.${n + 2}/32`],
  },
  azure: { eastus2: [`198.51.100.${n}/32`] },
  gcp: { 'europe-west4': [`192.0.2.${n}/32`] },
})

export const root = {
  getSystemStatus: ({ actor, base }) => ({
    apiKey: {
      id: actor.clientId.slice('mdb_sa_id_'.length),
      publicKey: actor.publicKey,
      accessList: null,
      roles: [],
    },
    appName: 'MongoDB Atlas',
    build: 'sandbox',
    throttling: false,
    links: [{ href: `${base}/api/atlas/v2`, rel: 'self' }],
  }),
  listControlPlaneIpAddresses: () => ({ inbound: addresses(200), outbound: addresses(210) }),
  listRateLimits: (input) => {
    const name = input.query.get('name')
    const path = input.query.get('endpointPath')
    return rows(
      rateLimits(input).filter(
        (s) =>
          (!name || s.endpointSetName === name) &&
          (!path || s.endpoints.some((e) => e.path === path)),
      ),
    )
  },
} satisfies SandboxFile

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

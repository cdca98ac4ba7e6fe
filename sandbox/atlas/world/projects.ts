import { idFrom, iso, oneOf, pick } from '../ids'
import { contoso, fabrikam, northwind } from './orgs'
import type { Org, Project, Tag } from './shapes'

const tags = (record: Record<string, string>): Tag[] =>
  Object.entries(record).map(([key, value]) => ({ key, value }))

const project = (
  owner: Org,
  name: string,
  created: string,
  labels: Record<string, string>,
): Project => ({
  id: idFrom(`project ${name}`, created),
  orgId: owner.id,
  name,
  created,
  tags: tags(labels),
  peering: name === 'payments-prod',
  accessList: [],
})

/** The named projects. Their ids never change. */
const named = [
  project(northwind, 'payments-prod', '2022-03-21T10:04:11Z', {
    environment: 'production',
    team: 'payments',
    'cost-center': '4410',
  }),
  project(northwind, 'payments-staging', '2022-03-21T10:19:42Z', {
    environment: 'staging',
    team: 'payments',
  }),
  project(northwind, 'search-platform', '2022-11-02T15:30:08Z', {
    environment: 'production',
    team: 'discovery',
  }),
  project(northwind, 'streams-eu', '2024-02-19T08:47:33Z', {
    environment: 'production',
    team: 'streaming',
    region: 'eu',
  }),
  project(contoso, 'analytics', '2023-01-16T11:22:05Z', {
    environment: 'production',
    team: 'insight',
  }),
  project(contoso, 'legacy-eu', '2023-01-16T11:40:51Z', { environment: 'legacy', region: 'eu' }),
  project(contoso, 'free-and-flex', '2024-11-25T16:05:19Z', { environment: 'development' }),
  project(fabrikam, 'chaos-lab', '2024-06-10T12:00:00Z', { environment: 'development' }),
]

// biome-ignore format: a word list reads better in lines
const services = [
  'inventory-api', 'checkout', 'catalog', 'loyalty', 'pricing', 'shipping-labels', 'returns',
  'notifications', 'identity', 'warehouse-sync', 'fraud-signals', 'invoices', 'support-desk',
  'recommendations', 'store-locator', 'gift-cards', 'subscriptions', 'telemetry', 'partner-feed',
  'media-library',
] as const
const places = ['eu', 'us', 'apac'] as const
const stages = ['production', 'staging', 'development'] as const

/** 160 generated projects, to make paging and search realistic: `inventory-api-eu-001` … */
const ordinary = Array.from({ length: 160 }, (_, i) => {
  const [place, stage] = [places[i % 3] ?? 'eu', stages[pick(`stage ${i}`, 3)] ?? 'staging']
  const name = `${services[i % services.length]}-${place}-${String(i + 1).padStart(3, '0')}`
  const owner = pick(`owner ${i}`, 20) === 7 ? fabrikam : i % 3 === 0 ? contoso : northwind
  const created = iso(Date.UTC(2024, 6, 1) + i * 2.2 * 86_400_000 + pick(name, 80_000) * 1000)
  return project(owner, name, created, {
    environment: stage,
    team: oneOf(`team ${name}`, ['retail', 'platform', 'logistics', 'growth']),
  })
})

export const makeProjects = (): Project[] => structuredClone([...named, ...ordinary])

/** The id of an initial project. @throws Error for an unknown name */
export function projectIdOf(name: string): string {
  const found = [...named, ...ordinary].find((p) => p.name === name)
  if (!found) throw new Error(`The sandbox has no project called ${name}`)
  return found.id
}

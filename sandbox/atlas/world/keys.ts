import { credentials } from '../credentials'
import { idFrom, pick } from '../ids'
import { contoso, fabrikam, northwind } from './orgs'
import { projectIdOf } from './projects'
import type { Org } from './shapes'

type Role = { roleName: string; groupId?: string; orgId?: string }

export type ApiKey = {
  [field: string]: unknown
  id: string
  desc: string
  publicKey: string
  privateKey: string
  roles: Role[]
}

const hexOf = (seed: string) => idFrom(seed, 0).slice(8) + idFrom(`more ${seed}`, 0).slice(8)

/** The private key of a key's id, which Atlas sends only in the answer that creates it. */
export const privateKeyOf = (id: string): string =>
  hexOf(`private ${id}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** A key as Atlas lists it, with a masked private key. */
export function apiKey(desc: string, created: Date | string, roles: Role[]): ApiKey {
  const id = idFrom(`api key ${desc} ${JSON.stringify(roles)}`, created)
  const letters = Array.from({ length: 8 }, (_, i) =>
    String.fromCharCode(97 + pick(`${id} ${i}`, 26)),
  )
  const privateKey = `********-****-****-${privateKeyOf(id).slice(-12)}`
  return { id, desc, publicKey: letters.join(''), privateKey, roles }
}

const rolesIn = (org: Org, projects: Record<string, string>, orgRole = 'ORG_MEMBER'): Role[] => [
  { orgId: org.id, roleName: orgRole },
  ...Object.entries(projects).map(([name, roleName]) => ({
    groupId: projectIdOf(name),
    roleName,
  })),
]

const key = (
  org: Org,
  desc: string,
  created: string,
  ...rest: [Record<string, string>, string?]
) => ({
  orgId: org.id,
  key: apiKey(desc, created, rolesIn(org, ...rest)),
})

/** The initial keys. The first is the console's. */
export const initialKeys: ReadonlyArray<{ orgId: string; key: ApiKey }> = [
  {
    orgId: northwind.id,
    key: {
      ...key(northwind, 'Gatehouse console', '2025-01-20T09:00:00Z', {}, 'ORG_OWNER').key,
      id: credentials.clientId.slice('mdb_sa_id_'.length),
      publicKey: credentials.publicKey,
    },
  },
  key(northwind, 'Terraform production', '2022-04-04T08:10:00Z', {
    'payments-prod': 'GROUP_OWNER',
    'search-platform': 'GROUP_OWNER',
    'streams-eu': 'GROUP_OWNER',
  }),
  key(northwind, 'Terraform staging', '2022-04-04T08:14:00Z', {
    'payments-staging': 'GROUP_OWNER',
  }),
  key(northwind, 'Grafana metrics', '2023-02-27T13:00:00Z', {
    'payments-prod': 'GROUP_READ_ONLY',
    'payments-staging': 'GROUP_READ_ONLY',
    'search-platform': 'GROUP_READ_ONLY',
  }),
  key(northwind, 'Nightly settlement job', '2023-06-12T21:30:00Z', {
    'payments-prod': 'GROUP_DATA_ACCESS_READ_WRITE',
  }),
  key(northwind, 'Search index rollout', '2024-01-15T10:20:00Z', {
    'search-platform': 'GROUP_SEARCH_INDEX_EDITOR',
  }),
  key(northwind, 'Cost report', '2024-08-01T07:00:00Z', {}, 'ORG_BILLING_READ_ONLY'),
  key(northwind, 'Support desk (old ticket tool)', '2022-05-30T15:45:00Z', {
    'payments-prod': 'GROUP_READ_ONLY',
  }),
  key(northwind, 'Incident bot', '2025-03-11T11:11:00Z', {
    'payments-prod': 'GROUP_CLUSTER_MANAGER',
    'streams-eu': 'GROUP_STREAM_PROCESSING_MANAGER',
  }),
  key(contoso, 'Warehouse loader', '2023-02-01T06:00:00Z', {
    analytics: 'GROUP_DATA_ACCESS_READ_WRITE',
  }),
  key(contoso, 'CRM migration', '2023-02-20T09:30:00Z', { 'legacy-eu': 'GROUP_OWNER' }),
  key(contoso, 'Preview environments', '2024-12-02T12:00:00Z', { 'free-and-flex': 'GROUP_OWNER' }),
  key(contoso, 'Organization inventory', '2025-05-05T05:05:00Z', {}, 'ORG_READ_ONLY'),
  key(fabrikam, 'Chaos experiments', '2024-06-11T12:00:00Z', { 'chaos-lab': 'GROUP_OWNER' }),
]

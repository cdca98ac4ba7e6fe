import { idFrom, iso, oneOf, pick } from '../ids'
import { initialKeys } from './keys'
import { contoso, northwind } from './orgs'
import { projectIdOf } from './projects'
import type { SandboxEvent, WorldData } from './shapes'

const day = 86_400_000
// biome-ignore format: a word list reads better in lines
const people = [
  'ines.duarte', 'rasheed.okafor', 'lena.brandt', 'mio.tanaka', 'paul.kowalski', 'sara.lindqvist',
] as const

/** Ordinary events with their frequency, mostly about projects. */
// biome-ignore format: a word list reads better in lines
const ordinary = [
  'USER_ROLES_CHANGED_AUDIT', 'JOINED_GROUP', 'REMOVED_FROM_GROUP', 'API_KEY_ACCESS_LIST_ENTRY_ADDED',
  'NETWORK_PERMISSION_ENTRY_ADDED', 'NETWORK_PERMISSION_ENTRY_REMOVED', 'MONGODB_USER_ADDED',
  'MONGODB_USER_UPDATED', 'CLUSTER_UPDATE_SUBMITTED', 'CLUSTER_UPDATE_COMPLETED',
  'CLUSTER_INSTANCE_RESTARTED', 'AUTO_INDEXING_ENABLED', 'ALERT_ACKNOWLEDGED_AUDIT',
  'CLUSTER_CONNECTION_AGGREGATE', 'PROJECT_LIMIT_UPDATED', 'ALERT_CONFIG_CHANGED_AUDIT',
] as const

const ofOrganization = ['JOINED_ORG', 'API_KEY_CREATED', 'API_KEY_ROLES_CHANGED'] as const

type Told = Omit<SandboxEvent, 'id' | 'created'> & { at: number }

const event = ({ at, ...rest }: Told, n: number): SandboxEvent => ({
  id: idFrom(`event ${n} ${rest.eventTypeName}`, at),
  created: iso(at),
  ...rest,
})

/** Important events: grants, downloads, changes of the restriction. */
function storied(now: number): Told[] {
  const employee = (project: string, clusterName: string) => ({
    orgId: northwind.id,
    groupId: projectIdOf(project),
    clusterName,
    remoteAddress: '203.0.113.20',
  })
  const main = employee('payments-prod', 'payments-main')
  const replay = employee('payments-staging', 'staging-replay')
  const by = (name: string) => ({ username: `${name}@northwind.example` })
  const granted = 'EMPLOYEE_ACCESS_GRANTED'
  const revoked = 'EMPLOYEE_ACCESS_REVOKED'
  const download = 'EMPLOYEE_DOWNLOADED_CLUSTER_LOGS'
  const nobody = { username: undefined, remoteAddress: undefined }
  const search = employee('search-platform', 'search-main')
  return [
    { ...search, ...by('lena.brandt'), eventTypeName: granted, at: now - 21 * day },
    { ...search, ...nobody, eventTypeName: download, at: now - 20.9 * day },
    { ...search, ...by('lena.brandt'), eventTypeName: revoked, at: now - 20.5 * day },
    { ...main, ...by('ines.duarte'), eventTypeName: granted, at: now - 9 * day },
    { ...main, ...nobody, eventTypeName: download, at: now - 8.95 * day },
    { ...main, ...by('ines.duarte'), eventTypeName: revoked, at: now - 8.9 * day },
    { ...replay, ...by('rasheed.okafor'), eventTypeName: granted, at: now - 1.3 * day },
    { ...replay, ...nobody, eventTypeName: download, at: now - 1.2 * day },
    { ...replay, ...by('rasheed.okafor'), eventTypeName: revoked, at: now - day },
    { ...main, ...by('ines.duarte'), eventTypeName: granted, at: now - day / 24 },
    {
      ...employee('payments-staging', 'staging-main'),
      ...by('mio.tanaka'),
      eventTypeName: granted,
      at: now - day / 12,
    },
    ...[
      { orgId: northwind.id, eventTypeName: 'ORG_EMPLOYEE_ACCESS_RESTRICTED', at: now - 28 * day },
      {
        orgId: northwind.id,
        eventTypeName: 'ORG_EMPLOYEE_ACCESS_UNRESTRICTED',
        at: now - 12 * day,
      },
      { orgId: northwind.id, eventTypeName: 'ORG_EMPLOYEE_ACCESS_RESTRICTED', at: now - 11 * day },
      { orgId: contoso.id, eventTypeName: 'ORG_EMPLOYEE_ACCESS_UNRESTRICTED', at: now - 16 * day },
    ].map((e) => ({ ...e, ...by('sara.lindqvist'), remoteAddress: '203.0.113.21' })),
  ]
}

/** About 1 400 events over the 30 days before `now`, oldest first; half of them in the named projects. */
export function makeEvents(world: Pick<WorldData, 'projects' | 'clusters' | 'orgs'>, now: number) {
  const usual = Array.from({ length: 1385 }, (_, i): Told => {
    const seed = `day ${i}`
    const project = world.projects[pick(seed, i % 2 ? 8 : world.projects.length)]
    const isOrg = i % 9 === 0
    const type = isOrg ? oneOf(`type ${seed}`, ofOrganization) : oneOf(`type ${seed}`, ordinary)
    const cluster = world.clusters.find((c) => c.groupId === project?.id)
    const domain = world.orgs
      .find((o) => o.id === project?.orgId)
      ?.name.split(' ')[0]
      ?.toLowerCase()
    // Not by the last keys of the list, which are unused.
    const byKey = i % 7 === 0 ? initialKeys.filter((k) => k.orgId === project?.orgId) : []
    const key = byKey[pick(`key ${seed}`, Math.max(1, byKey.length - 2))]?.key
    const person = `${oneOf(`who ${seed}`, people)}@${domain}.example`
    const delegatePrincipal = {
      id: idFrom('hosted MCP server', '2026-01-01T00:00:00Z'),
      name: 'Atlas MCP Server',
      onBehalfOf: { id: idFrom(person, '2022-03-14T09:12:00Z'), name: person },
    }
    const network = type.startsWith('NETWORK_')
    return {
      eventTypeName: type,
      at: now - 30 * day + Math.floor((i / 1385) * 30 * day),
      orgId: project?.orgId ?? northwind.id,
      ...(isOrg ? {} : { groupId: project?.id }),
      ...(key
        ? { publicKey: key.publicKey }
        : { username: person, ...(i % 40 === 3 ? { delegatePrincipal } : {}) }),
      remoteAddress: `203.0.113.${20 + pick(`from ${seed}`, 40)}`,
      ...(type.startsWith('CLUSTER_') && cluster ? { clusterName: cluster.name } : {}),
      ...(network ? { whitelistEntry: `192.0.2.${1 + pick(`ip ${seed}`, 250)}/32` } : {}),
    }
  })
  return [...usual, ...storied(now)].sort((a, b) => a.at - b.at).map(event)
}

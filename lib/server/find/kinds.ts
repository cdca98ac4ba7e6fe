import { type PlaceOf, routes } from '@/lib/routes'

type Row = Readonly<Record<string, unknown>>
type Input = Readonly<Record<string, unknown>>

/** One thing of a list, as people find it. */
export type Listed = {
  /** Unique in its list. */
  id: string
  name: string
  /** Other ids and host names that people paste. */
  ids?: readonly string[]
  /** What its address needs besides the place. */
  at?: Readonly<Record<string, string>>
}

/** A kind of things that people find by name or id, and the list of Atlas that shows them. */
export type Kind = {
  /** `Search index`. */
  label: string
  /** The page it is on, for its icon. */
  page: keyof typeof routes
  /** The ids of the lists. */
  lists: readonly string[]
  /** Undefined: the row does not say enough. A row can hold several. */
  read: (row: Row, input: Input) => Listed | readonly Listed[] | undefined
  href: (at: At) => string
  /** What people paste of it, as `pasted` names it. By default an Atlas ID. */
  pasted?: readonly string[]
  /** Not by name, because there are too many with the same: only by id. */
  onlyById?: true
}

/** Every part of the address of a thing. Missing parts are empty. */
type At = PlaceOf<'cluster'> & { orgId: string; id: string } & Record<string, string>

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap((one) => text(one) ?? []) : []

/** By a field with its id and the first field with a name. */
const by =
  (idField: string, ...nameFields: string[]) =>
  (row: Row): Listed | undefined => {
    const id = text(row[idField])
    const name = nameFields.map((field) => text(row[field])).find((one) => one !== undefined)
    return id === undefined ? undefined : { id, name: name ?? id }
  }

/** By its name alone. Its id, if it has one, is only for pasting. */
const named =
  (part: string, ...idFields: string[]) =>
  (row: Row): Listed | undefined => {
    const name = text(row.name)
    const ids = [...idFields.flatMap((field) => text(row[field]) ?? []), ...texts(row.hostnames)]
    return name === undefined ? undefined : { id: name, name, ids, at: { [part]: name } }
  }

/** Every host in the connection strings of a cluster. */
function hostsIn(strings: unknown): string[] {
  const all = JSON.stringify(strings ?? '').toLowerCase()
  return [...new Set([...all.matchAll(/[a-z\d-]+(?:\.[a-z\d-]+){2,}/g)].map(([host]) => host))]
}

function cluster(row: Row): Listed | undefined {
  const name = text(row.name)
  const ids = [...[text(row.id) ?? []].flat(), ...hostsIn(row.connectionStrings)]
  return name === undefined ? undefined : { id: name, name, ids }
}

const key = (row: Row): Listed | undefined => {
  const found = by('id', 'desc')(row)
  return found && { ...found, ids: [text(row.publicKey) ?? []].flat() }
}

const withQuery = (href: string, table: string, id: string) =>
  `${href}?${table}-q=${encodeURIComponent(id)}`

const hosts = ['a host name', 'a connection string']

const kindsNamed = <Name extends string>(all: Record<Name, Kind>) => all

/** Everything that people find in Atlas besides projects and organizations. */
export const kinds = kindsNamed({
  cluster: {
    label: 'Cluster',
    page: 'cluster',
    lists: ['clusters.list', 'flexClusters.list'],
    pasted: ['an Atlas ID', ...hosts],
    read: cluster,
    href: ({ groupId, id }) => routes.cluster(groupId, id),
  },
  searchIndex: {
    label: 'Search index',
    page: 'searchIndex',
    lists: ['search.list'],
    read: (row) => {
      const found = by('indexID', 'name')(row)
      const on = [text(row.database), text(row.collectionName)].filter(Boolean).join('.')
      return found && { ...found, at: { on } }
    },
    href: ({ groupId, clusterName, id }) => routes.searchIndex(groupId, clusterName, id),
  },
  streamWorkspace: {
    label: 'Stream workspace',
    page: 'streamWorkspace',
    lists: ['streams.workspaces'],
    pasted: ['an Atlas ID', ...hosts],
    read: named('tenantName', '_id'),
    href: ({ groupId, id }) => routes.streamWorkspace(groupId, id),
  },
  streamProcessor: {
    label: 'Stream processor',
    page: 'streamProcessor',
    lists: ['streams.processors'],
    read: (row, { tenantName }) => {
      const found = named('processorName', '_id')(row)
      const of = text(tenantName)
      return found && of !== undefined ? { ...found, at: { tenantName: of, on: of } } : undefined
    },
    href: ({ groupId, tenantName = '', id }) => routes.streamProcessor(groupId, tenantName, id),
  },
  endpointService: {
    label: 'Endpoint service',
    page: 'endpointService',
    lists: ['privateEndpoints.services'],
    read: (row, { cloudProvider }) => {
      const found = by('id', 'endpointServiceName', 'privateLinkServiceName', 'regionName')(row)
      const cloud = text(cloudProvider)
      return found && cloud !== undefined
        ? {
            ...found,
            at: { cloudProvider: cloud, on: [cloud, text(row.regionName)].join(' ') },
          }
        : undefined
    },
    href: ({ groupId, cloudProvider = '', id }) =>
      routes.endpointService(groupId, cloudProvider, id),
  },
  privateEndpoint: {
    label: 'Private endpoint',
    page: 'privateEndpoint',
    lists: ['privateEndpoints.services'],
    pasted: ['an Atlas ID', 'an endpoint ID'],
    read: (row, { cloudProvider }) => {
      const [service, cloud] = [text(row.id), text(cloudProvider)]
      const inside = ['interfaceEndpoints', 'privateEndpoints', 'endpointGroupNames']
      return service === undefined || cloud === undefined
        ? undefined
        : [...new Set(inside.flatMap((field) => texts(row[field])))].map((id) => ({
            id,
            name: id.split('/').at(-1) || id,
            at: { cloudProvider: cloud, endpointServiceId: service, on: cloud },
          }))
    },
    href: ({ groupId, cloudProvider = '', endpointServiceId = '', id }) =>
      routes.privateEndpoint(groupId, cloudProvider, endpointServiceId, id),
  },
  federatedDatabase: {
    label: 'Federated database',
    page: 'federatedDatabase',
    lists: ['dataFederation.list'],
    pasted: hosts,
    read: named('tenantName', '_id'),
    href: ({ groupId, id }) => routes.federatedDatabase(groupId, id),
  },
  apiKey: {
    label: 'API key',
    page: 'orgApiKeys',
    lists: ['orgApiKeys.list'],
    read: key,
    href: ({ orgId, id }) => routes.orgApiKey(orgId, id),
  },
  projectApiKey: {
    label: 'API key in a project',
    page: 'apiKeys',
    lists: ['apiKeys.list'],
    read: key,
    href: ({ groupId, id }) => withQuery(routes.apiKeys(groupId), 'apiKeys-list', id),
  },
  serviceAccount: {
    label: 'Service account',
    page: 'serviceAccounts',
    lists: ['serviceAccounts.list'],
    pasted: ['a client ID'],
    read: by('clientId', 'name'),
    href: ({ orgId, id }) => routes.serviceAccount(orgId, id),
  },
  projectServiceAccount: {
    label: 'Service account in a project',
    page: 'projectServiceAccounts',
    lists: ['projectServiceAccounts.list'],
    pasted: ['a client ID'],
    read: by('clientId', 'name'),
    href: ({ groupId, id }) =>
      withQuery(routes.projectServiceAccounts(groupId), 'projectServiceAccounts-list', id),
  },
  restoreJob: {
    label: 'Restore job',
    page: 'backup',
    lists: ['backup.restoreJobs', 'flexBackup.restoreJobs'],
    read: (row) => {
      const found = by('id')(row)
      const target = text(row.targetClusterName) ?? text(row.targetDeploymentItemName)
      return found && target !== undefined ? { ...found, name: `Restore to ${target}` } : found
    },
    href: ({ groupId, clusterName, id }) => routes.restoreJob(groupId, clusterName, id),
  },
  snapshot: {
    label: 'Snapshot',
    page: 'backup',
    lists: ['backup.snapshots', 'backup.shardedSnapshots', 'flexBackup.snapshots'],
    read: (row) => {
      const found = by('id')(row)
      const at = text(row.createdAt) ?? text(row.startTime)
      return found && { ...found, name: `Snapshot ${at ?? ''}`.trim() }
    },
    href: ({ groupId, clusterName, id }) =>
      withQuery(routes.backup(groupId, clusterName), 'snapshots', id),
    onlyById: true,
  },
  backupExport: {
    label: 'Backup export',
    page: 'exports',
    lists: ['exportJobs.list'],
    read: by('id', 'prefix'),
    href: ({ groupId, clusterName, id }) => routes.backupExport(groupId, clusterName, id),
    onlyById: true,
  },
  exportBucket: {
    label: 'Export bucket',
    page: 'exportBuckets',
    lists: ['exportBuckets.list'],
    read: by('_id', 'bucketName'),
    href: ({ groupId, id }) => routes.exportBucket(groupId, id),
  },
  pipeline: {
    label: 'Data lake pipeline',
    page: 'pipelines',
    lists: ['pipelines.list'],
    read: named('pipelineName', '_id'),
    href: ({ groupId, id }) => routes.pipeline(groupId, id),
  },
  databaseRole: {
    label: 'Database role',
    page: 'customDbRoles',
    lists: ['customDbRoles.list'],
    pasted: [],
    read: by('roleName', 'roleName'),
    href: ({ groupId, id }) => withQuery(routes.customDbRoles(groupId), 'customDbRoles-list', id),
  },
  process: {
    label: 'Process',
    page: 'processes',
    lists: ['processes.list'],
    pasted: hosts,
    read: (row) => {
      const found = by('id', 'userAlias', 'hostname')(row)
      const hosts = [text(row.hostname) ?? [], text(row.userAlias) ?? []].flat()
      return found && { ...found, name: found.id, ids: hosts }
    },
    href: ({ groupId, id }) => routes.process(groupId, id),
  },
  alert: {
    label: 'Alert',
    page: 'alerts',
    lists: ['alerts.list'],
    read: by('id', 'eventTypeName'),
    href: ({ groupId, id }) => routes.alert(groupId, id),
    onlyById: true,
  },
  resourcePolicy: {
    label: 'Resource policy',
    page: 'resourcePolicies',
    lists: ['resourcePolicies.list'],
    read: by('id', 'name'),
    href: ({ orgId, id }) => routes.resourcePolicy(orgId, id),
  },
})

export type KindName = keyof typeof kinds

/** The kinds of things that each list shows. */
export const kindsOfList: ReadonlyMap<string, readonly KindName[]> = new Map(
  [...new Set(Object.values<Kind>(kinds).flatMap(({ lists }) => lists))].map((list) => [
    list,
    Object.entries<Kind>(kinds).flatMap(([name, { lists }]) =>
      lists.includes(list) ? [name as KindName] : [],
    ),
  ]),
)

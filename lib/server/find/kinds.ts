import { type PlaceOf, routes } from '@/lib/routes'
import {
  account,
  alert,
  by,
  cluster,
  type Input,
  key,
  type Listed,
  named,
  type Row,
  restoreJobOf,
  text,
  texts,
} from './listed'

/** A kind of things that people find by name or id, and the list of Atlas that shows them. */
export type Kind = {
  /** `Search index`. */
  label: string
  many: string
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

const withQuery = (href: string, table: string, id: string) =>
  `${href}?${table}-q=${encodeURIComponent(id)}`

const hosts = ['a host name', 'a connection string']

const kindsNamed = <Name extends string>(all: Record<Name, Kind>) => all

/** Everything that people find in Atlas besides projects and organizations. */
export const kinds = kindsNamed({
  cluster: {
    label: 'Cluster',
    many: 'clusters',
    page: 'cluster',
    lists: ['clusters.list', 'flexClusters.list'],
    pasted: ['an Atlas ID', ...hosts],
    read: cluster,
    href: ({ groupId, id }) => routes.cluster(groupId, id),
  },
  searchIndex: {
    label: 'Search index',
    many: 'search indexes',
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
    many: 'stream workspaces',
    page: 'streamWorkspace',
    lists: ['streams.workspaces'],
    pasted: ['an Atlas ID', ...hosts],
    read: named('tenantName', '_id'),
    href: ({ groupId, id }) => routes.streamWorkspace(groupId, id),
  },
  streamProcessor: {
    label: 'Stream processor',
    many: 'stream processors',
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
    many: 'endpoint services',
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
    many: 'private endpoints',
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
    many: 'federated databases',
    page: 'federatedDatabase',
    lists: ['dataFederation.list'],
    pasted: hosts,
    read: named('tenantName', '_id'),
    href: ({ groupId, id }) => routes.federatedDatabase(groupId, id),
  },
  apiKey: {
    label: 'API key',
    many: 'API keys',
    page: 'orgApiKeys',
    lists: ['orgApiKeys.list'],
    read: key,
    href: ({ orgId, id }) => routes.orgApiKey(orgId, id),
  },
  projectApiKey: {
    label: 'API key in a project',
    many: 'API keys in the project',
    page: 'apiKeys',
    lists: ['apiKeys.list'],
    read: key,
    href: ({ groupId, id }) => withQuery(routes.apiKeys(groupId), 'apiKeys-list', id),
  },
  serviceAccount: {
    label: 'Service account',
    many: 'service accounts',
    page: 'serviceAccounts',
    lists: ['serviceAccounts.list'],
    pasted: ['a client ID'],
    read: account,
    href: ({ orgId, id }) => routes.serviceAccount(orgId, id),
  },
  projectServiceAccount: {
    label: 'Service account in a project',
    many: 'service accounts in the project',
    page: 'projectServiceAccounts',
    lists: ['projectServiceAccounts.list'],
    pasted: ['a client ID'],
    read: account,
    href: ({ groupId, id }) =>
      withQuery(routes.projectServiceAccounts(groupId), 'projectServiceAccounts-list', id),
  },
  restoreJob: {
    label: 'Restore job',
    many: 'restore jobs',
    page: 'backup',
    lists: ['backup.restoreJobs', 'flexBackup.restoreJobs'],
    read: restoreJobOf,
    href: ({ groupId, clusterName, id }) => routes.restoreJob(groupId, clusterName, id),
  },
  snapshot: {
    label: 'Snapshot',
    many: 'snapshots',
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
    many: 'backup exports',
    page: 'exports',
    lists: ['exportJobs.list'],
    read: by('id', 'prefix'),
    href: ({ groupId, clusterName, id }) => routes.backupExport(groupId, clusterName, id),
    onlyById: true,
  },
  exportBucket: {
    label: 'Export bucket',
    many: 'export buckets',
    page: 'exportBuckets',
    lists: ['exportBuckets.list'],
    read: by('_id', 'bucketName'),
    href: ({ groupId, id }) => routes.exportBucket(groupId, id),
  },
  pipeline: {
    label: 'Data lake pipeline',
    many: 'data lake pipelines',
    page: 'pipelines',
    lists: ['pipelines.list'],
    read: named('pipelineName', '_id'),
    href: ({ groupId, id }) => routes.pipeline(groupId, id),
  },
  databaseRole: {
    label: 'Database role',
    many: 'database roles',
    page: 'customDbRoles',
    lists: ['customDbRoles.list'],
    pasted: [],
    read: by('roleName', 'roleName'),
    href: ({ groupId, id }) => withQuery(routes.customDbRoles(groupId), 'customDbRoles-list', id),
  },
  process: {
    label: 'Process',
    many: 'processes',
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
    many: 'alerts',
    page: 'alerts',
    lists: ['alerts.list'],
    read: alert,
    href: ({ groupId, id }) => routes.alert(groupId, id),
    onlyById: true,
  },
  resourcePolicy: {
    label: 'Resource policy',
    many: 'resource policies',
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

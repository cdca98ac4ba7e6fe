import { allFacts } from '@/lib/atlas/facts'
import { credentials } from './credentials'
import type { Collection, Fields, Place } from './declaration'
import type { Setting } from './setting'
import { bodies, deleted } from './walk-bodies'
import { initialKeys } from './world/keys'
import { contoso } from './world/orgs'
import { projectIdOf } from './world/projects'

/** A request to the sandbox, and its purpose. */
export type Visit = {
  operationId: string
  method: string
  path: string
  version: string
  body?: unknown
  /** The error code of the expected answer; undefined for a success. */
  errorCode?: string
}

/** A request of an operation, with path parameters encoded once. */
function visit(operationId: string, from: Place, more: Partial<Visit> = {}): Visit {
  const found = allFacts().find(([id]) => id === operationId)?.[1]
  if (!found) throw new Error(`No Atlas operation is called ${operationId}`)
  const path = found.path.replace(/\{(\w+)\}/g, (_, n) => encodeURIComponent(from[n] ?? ''))
  const version = found.versions.findLast((v) => v.version !== 'preview')?.version ?? ''
  return { operationId, method: found.method, path, version, ...more }
}

/** Requests that read and change a document of a project. */
export const settingVisits = ({ handlers }: Setting, groupId: string): Visit[] =>
  Object.keys(handlers).map((id) => visit(id, { groupId }, { body: bodies[id]?.({}) }))

/**
 * Requests that cover every operation of a collection with these items: lists and items of each place, then an
 * unknown item, a change and a deletion in the last place, and a create where `walk-bodies.ts` has a body.
 */
export function visitsOf(
  { declaration, handlers }: Collection,
  all: ReadonlyArray<{ place: Place; item: Fields }>,
): Visit[] {
  const keyName = /\{(\w+)\}$/.exec(declaration.path)?.[1] ?? ''
  const byMethod = (method: string) =>
    Object.keys(handlers).filter((id) =>
      allFacts().some(([i, f]) => i === id && f.method === method),
    )
  const reads = byMethod('GET')
  const isItem = (id: string) => visit(id, {}).path.endsWith('/')
  const lists = reads.filter((id) => !isItem(id))
  const items = reads.filter(isItem)
  const places = [...new Map(all.map((r) => [JSON.stringify(r.place), r.place])).values()]
  const at = (row: (typeof all)[number]) => ({
    ...row.place,
    [keyName]: String(row.item[declaration.key]),
  })
  const last = all.at(-1)
  if (!last) return []
  const writes = ['PATCH', 'PUT', 'POST', 'DELETE'].flatMap(byMethod)
  return [
    ...places.flatMap((place) => lists.map((id) => visit(id, place))),
    ...all.flatMap((row) => items.map((id) => visit(id, at(row)))),
    ...[...items, ...byMethod('DELETE')].map((id) =>
      visit(
        id,
        { ...last.place, [keyName]: '0'.repeat(24) },
        { errorCode: declaration.errors.notFound },
      ),
    ),
    ...writes
      .filter((id) => id in bodies || visit(id, {}).method === 'DELETE')
      .map((id) =>
        visit(
          id,
          { ...at(last), ...(deleted[id] ? { [keyName]: deleted[id] } : {}) },
          {
            body: bodies[id]?.(last.item),
          },
        ),
      ),
  ]
}

const period = '?period=PT1H'

/** Requests of handlers outside the collections, in the initial world. */
export function otherVisits(): Visit[] {
  const groupId = projectIdOf('payments-prod')
  const [analytics, flex] = [projectIdOf('analytics'), projectIdOf('free-and-flex')]
  const host = { groupId: projectIdOf('chaos-lab'), processId: '2001:db8:0:0:0:0:0:28:27017' }
  const cluster = { groupId, clusterName: 'payments-main', clusterView: 'PRIMARY' }
  const namespace = { databaseName: 'shop', collectionName: 'orders' }
  const { orgId, key } = initialKeys[0] ?? { orgId: '', key: { id: '' } }
  const clientId = credentials.clientId
  const disk = { ...host, partitionName: 'data' }
  const send = (id: string, from: Place, body: unknown) => visit(id, from, { body })
  const ranged = (id: string, from: Place, more = '') => {
    const made = visit(id, from)
    return { ...made, path: `${made.path}${period}${more}` }
  }
  const each = '&granularity=PT5M'
  const projectKey = { groupId, apiUserId: key.id }
  const newKey = { desc: 'Walk', roles: ['GROUP_READ_ONLY'] }
  const newFlex = { backingProviderName: 'AWS', regionName: 'EU_WEST_1' }
  const pinned = { namespaces: ['shop.orders', 'shop.payments'] }
  const pipeline = { groupId: projectIdOf('legacy-eu'), pipelineName: 'orders-daily' }
  return [
    visit('listGroupCloudProviderAccess', { groupId: analytics }),
    visit('listGroupApiKeys', { groupId }),
    send('addGroupApiKey', projectKey, [newKey]),
    send('updateGroupApiKeyRoles', projectKey, { roles: ['GROUP_OWNER'] }),
    visit('removeGroupApiKey', projectKey),
    send('createOrgApiKeyAccessListEntry', { orgId, apiUserId: key.id }, [
      { ipAddress: '192.0.2.77' },
    ]),
    send('createOrgServiceAccountAccessList', { orgId, clientId }, [{ ipAddress: '192.0.2.78' }]),
    visit('getOrgServiceAccountGroups', { orgId, clientId }),
    visit('listGroupServiceAccounts', { groupId }),
    send('inviteGroupServiceAccount', { groupId, clientId }, { roles: ['GROUP_OWNER'] }),
    send('createOrgServiceAccountSecret', { orgId, clientId }, { secretExpiresAfterHours: 24 }),
    visit('deleteGroupServiceAccount', { groupId, clientId }),
    send(
      'setGroupDataFederationLimit',
      { groupId: analytics, tenantName: 'scratch', limitName: 'bytesProcessed.daily' },
      { value: 1_000_000_000, overrunPolicy: 'BLOCK' },
    ),
    send(
      'createGroupPrivateNetworkSettingEndpointId',
      { groupId },
      {
        endpointId: 'vpce-0a1b2c3d4e5f60718',
      },
    ),
    send('validateOrgResourcePolicies', { orgId }, bodies.createOrgResourcePolicy?.({})),
    visit('getOrgNonCompliantResources', { orgId: contoso.id }),
    visit('pauseGroupPipeline', pipeline),
    visit('resumeGroupPipeline', pipeline),
    visit('listGroupProcesses', { groupId }),
    visit('getGroupProcess', host),
    ranged('getGroupProcessMeasurements', host, each),
    visit('listGroupProcessDisks', host),
    ranged('getGroupProcessDiskMeasurements', disk, each),
    visit('listGroupProcessDatabases', host),
    ranged('getGroupProcessDatabaseMeasurements', { ...host, databaseName: 'shop' }, each),
    ranged('getGroupClusterCollStatNamespaces', cluster),
    ranged('getGroupProcessCollStatNamespaces', host),
    ranged('listGroupClusterCollStatMeasurements', { ...cluster, ...namespace }),
    ranged('listGroupProcessCollStatMeasurements', { ...host, ...namespace }),
    visit('listGroupClusterCollStatPinnedNamespaces', cluster),
    send('updateGroupClusterCollStatPinnedNamespaces', cluster, pinned),
    send('unpinGroupClusterCollStatUnpinNamespaces', cluster, pinned),
    visit('listGroupFlexClusters', { groupId: flex }),
    visit('getGroupFlexCluster', { groupId: flex, name: 'flex-web' }),
    send('createGroupFlexCluster', { groupId: flex }, { name: 'walk', providerSettings: newFlex }),
    send(
      'updateGroupFlexCluster',
      { groupId: flex, name: 'flex-web' },
      {
        terminationProtectionEnabled: false,
      },
    ),
    send('tenantGroupFlexClusterUpgrade', { groupId: flex }, { name: 'flex-web' }),
    visit('deleteGroupFlexCluster', { groupId: flex, name: 'walk' }),
    visit('listGroupEvents', { groupId }),
    visit('listOrgEvents', { orgId }),
    visit('getOrgSettings', { orgId }),
    send('updateOrgSettings', { orgId }, { restrictEmployeeAccess: false }),
  ]
}

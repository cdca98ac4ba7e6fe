import { idFrom, iso } from '../ids'
import type { World } from '../world'
import type { Cluster } from './shapes'

type Process = {
  id: string
  groupId: string
  hostname: string
  port: number
  typeName: string
  userAlias: string
  created: string
  lastPing: string
  version: string
  replicaSetName?: string
  shardName?: string
}

const hour = 3_600_000

/** Host names that are addresses, in `chaos-lab`. */
const addresses: Record<string, string[]> = {
  steady: ['203.0.113.40', '203.0.113.41', '2001:db8:0:0:0:0:0:28'],
}

function processOf(cluster: Cluster, alias: string, port: number, typeName: string, n: number) {
  const { groupId, name, id: clusterId } = cluster
  const hostname = addresses[name]?.[n] ?? `${alias}.${clusterId.slice(-5)}.mongodb.example`
  const silent = typeName === 'NO_DATA' || (name === 'legacy-crm' && n === 2)
  return {
    id: `${hostname}:${port}`,
    groupId,
    hostname,
    port,
    typeName,
    userAlias: `${alias}.mongodb.example`,
    created: cluster.createDate,
    lastPing: iso(Date.now() - (silent ? 3 * hour : 20_000)),
    version: cluster.version,
  }
}

/** The data-bearing processes of one shard or replica set. */
function membersOf(cluster: Cluster, shard: number): Process[] {
  const isSharded = cluster.kind === 'SHARDED' || cluster.kind === 'GEOSHARDED'
  const set = `atlas-${cluster.id.slice(-6)}-shard-${shard}`
  return [0, 1, 2].map((n) => {
    const role = n === 0 ? 'PRIMARY' : 'SECONDARY'
    const typeName =
      cluster.state === 'CREATING'
        ? 'NO_DATA'
        : cluster.state === 'REPAIRING' && n === 2
          ? 'RECOVERING'
          : `${isSharded ? 'SHARD' : 'REPLICA'}_${role}`
    const alias = `${cluster.name.toLowerCase()}-shard-0${shard}-0${n}`
    const made = processOf(cluster, alias, 27017, typeName, n)
    return { ...made, replicaSetName: set, ...(isSharded ? { shardName: set } : {}) }
  })
}

/** Routers and config servers of a sharded cluster. */
function routersOf(cluster: Cluster): Process[] {
  const name = cluster.name.toLowerCase()
  return [0, 1, 2].flatMap((n) => [
    processOf(cluster, `${name}-shard-00-0${n}`, 27016, 'SHARD_MONGOS', n),
    {
      ...processOf(cluster, `${name}-config-00-0${n}`, 27017, 'SHARD_CONFIG', n),
      replicaSetName: `atlas-${cluster.id.slice(-6)}-config-0`,
    },
  ])
}

/** The MongoDB processes of a project: those of its dedicated clusters, by their states. */
export function processesOf(
  world: World,
  groupId: string,
): Array<{ cluster: Cluster; process: Process }> {
  return world
    .clusters(groupId)
    .filter((c) => c.kind !== 'FLEX' && c.kind !== 'M0' && !c.paused)
    .flatMap((cluster) => {
      const isSharded = cluster.kind === 'SHARDED' || cluster.kind === 'GEOSHARDED'
      const data = Array.from({ length: cluster.shards }, (_, i) => membersOf(cluster, i)).flat()
      const standalone =
        cluster.name === 'legacy-orders'
          ? [processOf(cluster, 'legacy-orders-import', 27018, 'SHARD_STANDALONE', 3)]
          : []
      const all = [...data, ...standalone, ...(isSharded ? routersOf(cluster) : [])]
      return all.map((process) => ({ cluster, process }))
    })
}

const collections = ['orders', 'payments', 'customers', 'sessions', 'audit', 'inventory', 'outbox']

/** Namespaces of a cluster by their latency, highest first; the order differs by view. */
export const namespacesOf = (cluster: Cluster, view: string): string[] =>
  ['shop', 'ledger', 'analytics']
    .flatMap((db) => collections.map((name) => `${db}.${name}`))
    .map((name) => ({ name, rank: idFrom(`${cluster.id} ${view} ${name}`, 0) }))
    .sort((a, b) => a.rank.localeCompare(b.rank))
    .map(({ name }) => name)

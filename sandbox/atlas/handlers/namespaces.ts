import { z } from 'zod'
import { bodyOf } from '../body'
import type { HandlerInput, SandboxFile } from '../define'
import { type Metric, measurementsOf, rangeOf } from '../measurements'
import { invalid, reject } from '../reject'
import type { Area } from '../world'
import { namespacesOf } from '../world/processes'
import { processAt } from './processes'

const kinds = ['READS', 'WRITES', 'COMMANDS', 'TOTAL'] as const

const metrics: readonly Metric[] = kinds.flatMap((kind, i): Metric[] => [
  [`${kind}_OPS`, 'SCALAR', 300 + i * 90],
  [`${kind}_LATENCY`, 'MICROSECONDS', 42_000 + i * 9000],
  [`AVERAGE_${kind}${kind === 'TOTAL' ? '_OPS' : ''}_LATENCY`, 'MICROSECONDS', 310 + i * 40],
  [`${kind}${kind === 'TOTAL' ? '_OPS' : ''}_P99_VALUE`, 'MICROSECONDS', 2100 + i * 400],
])

const views = ['PRIMARY', 'SECONDARY', 'INDIVIDUAL_PROCESS']

function clusterAt({ world, path }: HandlerInput) {
  const cluster = world.cluster(path.groupId, path.clusterName)
  const { clusterView } = path
  if (clusterView === undefined || views.includes(clusterView)) return cluster
  throw invalid([{ field: 'clusterView', description: `must be one of ${views.join(', ')}` }])
}

const pins: Area<Record<string, string[]>> = {
  name: 'pinned namespaces',
  shape: z.record(z.string(), z.array(z.string())),
  make: (world) =>
    Object.fromEntries(
      world
        .clusters()
        .flatMap((c) => (c.name === 'payments-main' ? [[c.id, ['shop.orders']]] : [])),
    ),
}

const body = z.object({ namespaces: z.array(z.string().regex(/^[^.]+\..+$/)).max(100) })

/** The pinned namespaces of a cluster, after a change. */
function pinned(
  input: HandlerInput,
  change: (old: string[], sent: string[]) => string[] = (old) => old,
) {
  const { world } = input
  const { id: clusterId, groupId } = clusterAt(input)
  const all = world.area(pins)
  const old = all[clusterId] ?? []
  if (input.body !== undefined) {
    all[clusterId] = change(old, bodyOf(body, input.body).namespaces)
    world.changed()
  }
  return { clusterId, groupId, pinnedNamespaces: all[clusterId] ?? [] }
}

function measured(input: HandlerInput, seed: string, hasData = true) {
  const { databaseName = '', collectionName = '' } = input.path
  const about = { names: 'metrics', step: 'PT5M', hasData }
  return {
    databaseName,
    collectionName,
    ...measurementsOf(`${seed} ${databaseName}.${collectionName}`, metrics, input.query, about),
  }
}

export const namespaces = {
  getGroupClusterCollStatNamespaces: (input) => {
    const { id: identifierId, groupId, ...cluster } = clusterAt(input)
    rangeOf(input.query)
    const view = input.path.clusterView ?? ''
    const found = { ...cluster, id: identifierId, groupId }
    return { groupId, identifierId, rankedNamespaces: namespacesOf(found, view) }
  },
  getGroupProcessCollStatNamespaces: (input) => {
    const { cluster, process } = processAt(input)
    rangeOf(input.query)
    const rankedNamespaces = process.typeName === 'NO_DATA' ? [] : namespacesOf(cluster, process.id)
    return { groupId: cluster.groupId, identifierId: process.id, rankedNamespaces }
  },
  listGroupClusterCollStatMeasurements: (input) => {
    const { id: clusterId, groupId } = clusterAt(input)
    const { clusterView = '' } = input.path
    return { groupId, clusterId, clusterView, ...measured(input, `${clusterId} ${clusterView}`) }
  },
  listGroupProcessCollStatMeasurements: (input) => {
    const { process, cluster } = processAt(input)
    const series = measured(input, process.id, process.typeName !== 'NO_DATA')
    return { groupId: cluster.groupId, processId: process.id, ...series }
  },
  listGroupClusterCollStatPinnedNamespaces: (input) => pinned({ ...input, body: undefined }),
  updateGroupClusterCollStatPinnedNamespaces: (input) =>
    pinned(input, (old, sent) => [...new Set([...old, ...sent])]),
  unpinGroupClusterCollStatUnpinNamespaces: (input) =>
    pinned(input, (old, sent) => {
      const missing = sent.find((name) => !old.includes(name))
      if (!missing) return old.filter((name) => !sent.includes(name))
      throw reject(404, 'NAMESPACE_NOT_FOUND', `The namespace ${missing} is not pinned.`, missing)
    }),
} satisfies SandboxFile

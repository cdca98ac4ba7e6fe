import { pinNamespaces } from '@/lib/ops/namespaces'
import { listProcesses } from '@/lib/ops/processes'
import type { TestConsole } from '@/scripts/testing/console'
import { answer, cluster, type Examples, plus, sent } from './made'

async function host(world: TestConsole) {
  const { groupId } = await cluster(world)
  const { results } = await answer(listProcesses, { groupId })
  return { groupId, processId: results[0]?.id ?? '' }
}

const each = { granularity: 'PT1M', period: 'PT1H' }
const between = { start: '2026-11-01T00:00:00Z', end: '2026-11-01T06:00:00Z' }
const collection = { databaseName: 'shop', collectionName: 'orders' }
const clusterView = 'SECONDARY'
const namespaces = ['shop.orders']

/** Processes, their measurements, and namespaces. */
export const monitoringExamples: Examples = {
  'connections.rateLimits': async (world) => ({ orgId: (await world.project()).orgId }),
  'processes.get': host,
  'processes.databases': host,
  'processes.disks': host,
  'processes.measurements': plus(host, { ...each, m: ['CONNECTIONS', 'OPCOUNTER_QUERY'] }),
  'processes.databaseMeasurements': plus(host, {
    ...between,
    granularity: 'PT5M',
    databaseName: 'shop',
  }),
  'processes.diskMeasurements': plus(host, { ...each, partitionName: 'data' }),
  'namespaces.ranked': plus(cluster, { clusterView, ...between }),
  'namespaces.rankedInProcess': plus(host, { period: 'P1D' }),
  'namespaces.measurements': plus(cluster, {
    ...collection,
    clusterView,
    period: 'PT1H',
    metrics: ['READS_OPS', 'WRITES_OPS'],
  }),
  'namespaces.processMeasurements': plus(host, { ...collection, ...between }),
  'namespaces.pin': plus(cluster, { namespaces }),
  'namespaces.unpin': async (world) => {
    const input = { ...(await cluster(world)), namespaces }
    await sent(pinNamespaces, input)
    return input
  },
}

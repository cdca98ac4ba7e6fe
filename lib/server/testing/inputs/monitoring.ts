import type { About } from './about'

export const monitoringInputs = ({ groupId, clusterName }: About): Record<string, unknown> => {
  const host = { groupId, processId: 'main-shard-00-00.example.com:27017' }
  const cluster = { groupId, clusterName, clusterView: 'PRIMARY' }
  const collection = { databaseName: 'shop', collectionName: 'orders' }
  const each = { granularity: 'PT5M', period: 'PT6H' }
  const period = 'PT6H'
  const pins = { groupId, clusterName, namespaces: ['shop.orders'] }
  return {
    'processes.get': host,
    'processes.databases': host,
    'processes.disks': host,
    'processes.measurements': { ...host, ...each },
    'processes.databaseMeasurements': { ...host, ...each, databaseName: 'shop' },
    'processes.diskMeasurements': { ...host, ...each, partitionName: 'data' },
    'namespaces.ranked': { ...cluster, period },
    'namespaces.rankedInProcess': { ...host, period },
    'namespaces.measurements': { ...cluster, ...collection, period },
    'namespaces.processMeasurements': { ...host, ...collection, period },
    'namespaces.pin': pins,
    'namespaces.unpin': pins,
  }
}

import type { About } from './about'

/** Inputs of the operations in lib/ops that are about streams, where `plainInputs` cannot derive them. */
export const streamsInputs = ({ groupId }: About): Record<string, unknown> => {
  const workspace = { groupId, tenantName: 'orders' }
  const processor = { ...workspace, processorName: 'orders-to-warehouse' }
  const connection = { ...workspace, connectionName: 'kafka' }
  const account = { groupId, requesterAccountId: '111122223333' }
  const peering = { ...account, id: 'd'.repeat(24) }
  const pipeline = JSON.stringify([
    { $source: { connectionName: 'kafka', topic: 'in' } },
    { $emit: { connectionName: 'kafka', topic: 'out' } },
  ])
  return {
    'streams.workspace': workspace,
    'streams.deleteWorkspace': workspace,
    'streams.createWorkspace': { groupId, name: 'new', region: 'AWS DUBLIN_IRL' },
    'streams.changeWorkspace': { ...workspace, tier: 'SP30', opened: { tier: 'SP10' } },
    'streams.createConnection': { ...connection, type: 'Https', url: 'https://hooks.example' },
    'streams.changeConnection': {
      ...connection,
      type: 'Https',
      url: 'https://hooks.example/new',
      opened: { type: 'Https', url: 'https://hooks.example' },
    },
    'streams.connections': workspace,
    'streams.connection': connection,
    'streams.deleteConnection': connection,
    'streams.processors': workspace,
    'streams.processor': processor,
    'streams.startProcessor': processor,
    'streams.startProcessorWith': { ...processor, tier: 'SP10' },
    'streams.stopProcessor': processor,
    'streams.modifyProcessor': { ...processor, pipeline },
    'streams.changeProcessor': { ...processor, tier: 'SP10' },
    'streams.createProcessor': { ...workspace, name: 'new', pipeline },
    'streams.deleteProcessor': processor,
    'streams.peerings': account,
    'streams.acceptPeering': { ...peering, requesterVpcId: 'vpc-0a1b2c3d4e5f60718' },
    'streams.rejectPeering': peering,
    'streams.deletePeering': peering,
    'streams.accountDetails': { groupId, cloudProvider: 'aws', regionName: 'DUBLIN_IRL' },
  }
}

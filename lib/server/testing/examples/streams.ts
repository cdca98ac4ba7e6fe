import { z } from 'zod'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, plus, project } from './made'

const peerings = z.object({
  peerings: z.array(
    z.looseObject({ id: z.string(), localStatus: z.string(), requesterVpcId: z.string() }),
  ),
})

const fill = async (world: TestConsole, more: object = {}) => {
  const { groupId } = await world.project()
  return {
    groupId,
    made: await world.control('POST', 'fill', { area: 'streams', groupId, ...more }),
  }
}

async function workspace(world: TestConsole) {
  const { groupId } = await fill(world)
  return { groupId, tenantName: 'lab' }
}

const connection = (connectionName: string) => async (world: TestConsole) => ({
  ...(await workspace(world)),
  connectionName,
})

const processor = (state: string) => async (world: TestConsole) => {
  const { groupId } = await fill(world, { processors: { [state]: ['p'] } })
  return { groupId, tenantName: 'lab', processorName: 'p' }
}

const requesterAccountId = '111122223333'
const peering = (localStatus: string) => async (world: TestConsole) => {
  const { groupId, made } = await fill(world, { peerings: true })
  const found = peerings.parse(made).peerings.find((one) => one.localStatus === localStatus)
  return { groupId, id: found?.id, requesterAccountId, requesterVpcId: found?.requesterVpcId }
}

const pipeline = JSON.stringify([
  { $source: { connectionName: 'kafka', topic: 'in' } },
  { $emit: { connectionName: 'kafka', topic: 'out' } },
])

/** Stream workspaces, connections, processors and VPC peerings. */
export const streamsExamples: Examples = {
  'streams.workspaces': workspace,
  'streams.workspace': workspace,
  'streams.deleteWorkspace': workspace,
  'streams.createWorkspace': plus(project, { name: 'new', region: 'AWS DUBLIN_IRL' }),
  'streams.changeWorkspace': plus(workspace, {
    tier: 'SP30',
    opened: { tier: 'SP10', maxTierSize: 'SP30', failoverRegions: [] },
  }),
  'streams.createConnection': plus(workspace, {
    connectionName: 'hook',
    type: 'Https',
    url: 'https://hooks.example/new',
  }),
  'streams.changeConnection': plus(connection('spare'), {
    type: 'Https',
    url: 'https://hooks.example/new',
    opened: { type: 'Https', url: 'https://hooks.example/spare' },
  }),
  'streams.connections': workspace,
  'streams.connection': connection('kafka'),
  'streams.deleteConnection': connection('spare'),
  'streams.processors': workspace,
  'streams.processor': processor('STARTED'),
  'streams.createProcessor': plus(workspace, { name: 'new', pipeline }),
  'streams.modifyProcessor': plus(processor('STOPPED'), { tier: 'SP5' }),
  'streams.startProcessor': processor('STOPPED'),
  'streams.startProcessorWith': plus(processor('STOPPED'), { tier: 'SP5' }),
  'streams.stopProcessor': processor('STARTED'),
  'streams.deleteProcessor': processor('STOPPED'),
  'streams.peerings': peering('NONE'),
  'streams.activePeerings': peering('NONE'),
  'streams.accountDetails': plus(project, { cloudProvider: 'aws', regionName: 'DUBLIN_IRL' }),
  'streams.acceptPeering': peering('NONE'),
  'streams.rejectPeering': peering('NONE'),
  'streams.deletePeering': peering('ACTIVE'),
}

import { setQueryLimit } from '@/lib/ops/data-federation'
import type { TestConsole } from '@/scripts/testing/console'
import { type Examples, project, sent } from './made'

const daily = 'bytesProcessed.daily' as const

async function federated(world: TestConsole) {
  const { groupId } = await world.project()
  await world.control('POST', 'collection', {
    collection: 'dataFederation',
    place: { groupId },
    add: [{ name: 'lake' }],
  })
  return { groupId, tenantName: 'lake' }
}

async function limited(world: TestConsole) {
  const place = await federated(world)
  await sent(setQueryLimit, { ...place, limitName: daily, value: '1024', overrunPolicy: 'BLOCK' })
  return place
}

/** A project whose Atlas still answers for data lake pipelines, with one. */
const pipeline = (state: string) => async (world: TestConsole) => {
  const { groupId } = await world.project()
  await world.control('POST', 'switch', { stillAnswers: [groupId] })
  await world.control('POST', 'collection', {
    collection: 'pipelines',
    place: { groupId },
    add: [{ name: 'orders-daily', state }],
  })
  return { groupId, pipelineName: 'orders-daily' }
}

/** Federated databases and their query limits. */
export const dataFederationExamples: Examples = {
  'pipelines.list': async (world) => ({ groupId: (await pipeline('ACTIVE')(world)).groupId }),
  'pipelines.get': pipeline('ACTIVE'),
  'pipelines.pause': pipeline('ACTIVE'),
  'pipelines.resume': pipeline('PAUSED'),
  'dataFederation.list': project,
  'dataFederation.get': federated,
  'queryLimits.list': limited,
  'queryLimits.set': async (world) => ({
    ...(await limited(world)),
    limitName: daily,
    // Exceeds a JavaScript number.
    value: '9007199254740993',
    overrunPolicy: 'BLOCK_AND_KILL',
    opened: { value: '1024', overrunPolicy: 'BLOCK' },
  }),
  'queryLimits.delete': async (world) => ({ ...(await limited(world)), limitName: daily }),
}

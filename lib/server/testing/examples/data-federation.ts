import { setQueryLimit } from '@/lib/ops/data-federation'
import type { TestConsole } from '@/scripts/testing/console'
import { added, type Examples, plus, project, sent } from './made'

const daily = 'bytesProcessed.daily' as const

const federated = plus(added('dataFederation', { name: 'lake' }, project), { tenantName: 'lake' })

async function limited(world: TestConsole) {
  const place = await federated(world)
  await sent(setQueryLimit, { ...place, limitName: daily, value: '1024', overrunPolicy: 'BLOCK' })
  return place
}

/** A project whose Atlas still answers for data lake pipelines. */
const legacy = async (world: TestConsole) => {
  const place = await project(world)
  await world.control('POST', 'switch', { stillAnswers: [place.groupId] })
  return place
}
const name = 'orders-daily'
const pipeline = (state: string) =>
  plus(added('pipelines', { name, state }, legacy), { pipelineName: name })

/** Federated databases and their query limits. */
export const dataFederationExamples: Examples = {
  'pipelines.list': pipeline('ACTIVE'),
  'pipelines.get': pipeline('ACTIVE'),
  'pipelines.pause': pipeline('ACTIVE'),
  'pipelines.resume': pipeline('PAUSED'),
  'dataFederation.get': federated,
  'queryLimits.list': limited,
  'queryLimits.set': plus(limited, {
    limitName: daily,
    value: '9007199254740993',
    overrunPolicy: 'BLOCK_AND_KILL',
    opened: { value: '1024', overrunPolicy: 'BLOCK' },
  }),
  'queryLimits.delete': plus(limited, { limitName: daily }),
}

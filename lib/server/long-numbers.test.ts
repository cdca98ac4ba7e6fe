import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { previewOp } from '@/lib/ops/console'
import type { Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { getSearchIndex, openedOf, updateSearchIndex } from '@/lib/ops/search'
import { changeProcessor } from '@/lib/ops/stream-change'
import { createProcessor, definitionOf, modifyProcessor } from '@/lib/ops/stream-definition'
import { getProcessor } from '@/lib/ops/stream-processors'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { run } from './run'

let world: TestConsole
beforeAll(async () => {
  world = await testConsole()
})
afterAll(() => world.end())

// The sandbox can hold this one as a number: it is 2^53.
const LONG = 9_007_199_254_740_992
const exact = { $numberLong: String(LONG) }

const operator = async (op: Op, input: unknown) => (await run(op, input, personAs('operator'))).data
const refusal = (op: Op, input: unknown) =>
  operator(op, input).then(
    () => 'it went through',
    (error: unknown) => (error instanceof OpError ? error.failure : error),
  )
const bodies = async (groupId: string, operationId: string) =>
  (await world.calls({ groupId, operationId })).map(({ body }) => body)

async function lab() {
  const { groupId } = await world.project()
  const also = [{ $match: { offset: { $gt: LONG } } }]
  await world.control('POST', 'fill', {
    area: 'streams',
    groupId,
    processors: { STOPPED: ['rests'] },
    also,
  })
  return { groupId, tenantName: 'lab', processorName: 'rests' }
}
const now = async (at: object) => getProcessor.output.parse(await operator(getProcessor, at))

test('a long number that Atlas holds in a pipeline goes back as that number', async () => {
  const at = await lab()
  const there = await now(at)
  expect(there.pipeline?.[1]).toEqual({ $match: { offset: { $gt: exact } } })
  const pipeline = [...(there.pipeline ?? [])]
  pipeline.splice(1, 0, { $match: { mine: 1 } })
  await operator(modifyProcessor, { ...at, pipeline: JSON.stringify(pipeline) })
  const [sent] = await bodies(at.groupId, 'updateGroupStreamProcessor')
  expect(sent).toContain(`{"$gt":{"$numberLong":"${LONG}"}}`)
  expect((await now(at)).pipeline).toEqual(pipeline)
})

test('a long number typed into a pipeline is refused with its digits, whatever sends it', async () => {
  const at = await lab()
  const { groupId, tenantName } = at
  const typed = JSON.stringify((await now(at)).pipeline).replace(
    JSON.stringify(exact),
    '9007199254740993',
  )
  const inputs: [Op, object][] = [
    [modifyProcessor, { ...at, pipeline: typed }],
    [changeProcessor, { ...at, pipeline: typed, opened: definitionOf(await now(at)) }],
    [createProcessor, { groupId, tenantName, name: 'new', pipeline: typed }],
  ]
  for (const [op, input] of inputs)
    expect(await refusal(op, input)).toMatchObject({
      kind: 'invalid',
      fields: { pipeline: expect.stringContaining('{"$numberLong": "9007199254740993"}') },
    })
  expect(await bodies(groupId, 'updateGroupStreamProcessor')).toEqual([])
})

test('a search definition keeps the long number that it holds, and takes no new one', async () => {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
  const clusterName = 'main'
  const fill = { area: 'search', groupId, clusterName }
  const made = await world.control('POST', 'fill', { ...fill, indexes: 1 })
  const { indexes } = z.object({ indexes: z.record(z.string(), z.string()) }).parse(made)
  const [[name, indexId] = ['', '']] = Object.entries(indexes)
  const definition = { mappings: { dynamic: true }, ours: LONG }
  await world.control('POST', 'fill', { ...fill, change: { name, definition } })
  const at = { groupId, clusterName, indexId }
  const there = getSearchIndex.output.parse(await operator(getSearchIndex, at))
  expect(there.latestDefinition).toMatchObject({ ours: exact })

  const opened = openedOf(there)
  const again = { ...at, definition: { ...opened.latestDefinition, analyzer: 'lucene.english' } }
  const preview = await operator(previewOp, {
    op: updateSearchIndex.id,
    input: { ...again, opened },
  })
  const { call } = previewOp.output.parse(preview)
  expect(JSON.parse(call?.body ?? '')).toMatchObject({ definition: { ours: exact } })

  const typed = { ...again, opened, definition: { ...definition, ours: { deep: [1, LONG] } } }
  expect(await refusal(updateSearchIndex, typed)).toMatchObject({
    kind: 'invalid',
    fields: { 'definition.ours.deep.1': expect.stringContaining('$numberLong') },
  })
})

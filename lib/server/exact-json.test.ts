import { describe, expect, test } from 'vitest'
import { parseJson, printJson } from '@/lib/format/json'
import { previewOp } from '@/lib/ops/console'
import type { Op } from '@/lib/ops/define'
import { getGuided, guidedStarted } from '@/lib/ops/guided'
import { createSearchIndex, getSearchIndex, updateSearchIndex } from '@/lib/ops/search'
import { openedOf } from '@/lib/ops/search-opened'
import { changeProcessor } from '@/lib/ops/stream-change'
import { createProcessor, definitionOf, modifyProcessor } from '@/lib/ops/stream-definition'
import { getProcessor } from '@/lib/ops/stream-processors'
import { personAs } from '@/scripts/testing/console'
import { answerTo } from './answer'
import { sql } from './database'
import { advanceNext } from './guided/advance'
import { jsonBody } from './origin'
import { run } from './run'
import { settleAll } from './testing/acting'
import { approve, card, fileFor } from './testing/requests'
import { startConsole } from './testing/start'

const gated = { [createProcessor.id]: 'approval', [updateSearchIndex.id]: 'approval' }
const world = await startConsole({
  configure: (file) => ({ ...file, policy: { rules: [{ name: 'all' }], friction: gated } }),
})

/** What the data route does with the text of a body: the text of its answer, read as the browser reads it. */
async function post(op: Op, body: string) {
  const headers = new Headers({ 'content-type': 'application/json' })
  const signal = new AbortController().signal
  async function* bytes() {
    yield new TextEncoder().encode(body)
  }
  const answer = await answerTo({ path: '/', headers, signal }, async (requestId) =>
    run(op, await jsonBody({ headers, body: bytes() }), personAs('operator'), { requestId }),
  )
  return { text: answer.body, said: parseJson(answer.body) as { data: never; kind?: string } }
}
const ask = async (op: Op, input: unknown) => (await post(op, printJson(input))).said.data
const bodies = async (groupId: string, operationId: string) =>
  (await world.calls({ groupId, operationId })).map(({ body }) => body)

const tenantName = 'lab'
async function lab(processors: object = {}) {
  const { groupId } = await world.project()
  await world.control('POST', 'fill', { area: 'streams', groupId, processors })
  return { groupId, tenantName }
}
const now = async (at: object) => getProcessor.output.parse(await ask(getProcessor, at))

const source = '{"$source":{"connectionName":"kafka","topic":"events"}}'
const emit = '{"$emit":{"connectionName":"kafka","topic":"out"}}'
/** What JavaScript would put in another order, or write as other numbers. */
const odd =
  '{"$project":{"b":1,"10":1,"9":1.0,"a":{"2025":-1,"2024":9007199254740993,"e":1e3,"z":-0}}}'
const pipeline = `[${source},${odd},${emit}]`

describe('a pipeline reaches Atlas as typed, and is shown as Atlas stores it', () => {
  test.each([
    ['as text', JSON.stringify(pipeline)],
    ['as a value', pipeline],
  ])('created %s', async (_, typed) => {
    const at = await lab()
    const name = `"groupId":"${at.groupId}","tenantName":"lab"`
    const input = `{${name},"name":"new","pipeline":${typed}}`
    await post(modifyProcessor, `{${name},"processorName":"new","pipeline":${typed}}`)
    // This one needs a second person here.
    const id = await fileFor(createProcessor.id, parseJson(input) as never, personAs('operator'))
    expect(String((await card(id)).request.input.pipeline)).toBe(pipeline)
    await approve(id)
    await settleAll()
    expect(await bodies(at.groupId, 'createGroupStreamProcessor')).toEqual([
      `{"name":"new","pipeline":${pipeline}}`,
    ])
    const shown = await post(getProcessor, `{${name},"processorName":"new"}`)
    expect(shown.text).toContain(`"pipeline":${pipeline}`)
  })

  test('when changed in steps, starting from what the page showed', async () => {
    const at = { ...(await lab({ STOPPED: ['rests'] })), processorName: 'rests' }
    const opened = definitionOf(await now(at))
    const started = await ask(changeProcessor, { ...at, pipeline, opened })
    const { runId } = guidedStarted.parse(started)
    const state = async () =>
      getGuided.output.parse(await ask(getGuided, { groupId: at.groupId, runId })).state
    for (let turn = 0; turn < 50 && (await state()) !== 'done'; turn += 1) {
      await sql()`update guided_run set next_at = clock_timestamp() where id = ${runId}`
      await advanceNext()
    }
    expect(await state()).toBe('done')
    expect(await bodies(at.groupId, 'updateGroupStreamProcessor')).toEqual([
      `{"pipeline":${pipeline}}`,
    ])
    expect(definitionOf(await now(at)).pipeline).toBe(pipeline)
  })

  test('a different order of fields is a change, for this person and for others', async () => {
    const at = { ...(await lab({ STOPPED: ['rests'] })), processorName: 'rests' }
    await ask(modifyProcessor, { ...at, pipeline })
    const opened = definitionOf(await now(at))
    const other = pipeline.replace('"10":1,"9":1.0', '"9":1.0,"10":1')
    await ask(modifyProcessor, { ...at, pipeline: other, opened })
    expect(definitionOf(await now(at)).pipeline).toBe(other)
    const late = await post(modifyProcessor, JSON.stringify({ ...at, pipeline, opened }))
    expect(late.said).toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('the pipeline'),
    })
  })
})

describe('an index definition', () => {
  const definition =
    '{"sort":{"2025":-1,"2024":1},"mappings":{"dynamic":true,"fields":{"7":[],"3":{"type":"string","boost":1.0}}}}'
  async function cluster() {
    const { groupId } = await world.project({ clusters: [{ name: 'main' }] })
    return { groupId, clusterName: 'main' }
  }
  const names = { database: 'shop', collectionName: 'films', name: 'default', type: 'search' }

  test('keeps its order and its numbers, also from an object', async () => {
    const at = await cluster()
    await ask(createSearchIndex, { ...at, ...names, definition: parseJson(definition) })
    const raw = `{${JSON.stringify({ ...at, ...names }).slice(1, -1)},"definition":${definition}}`
    const again = await post(createSearchIndex, raw.replace('"default"', '"second"'))
    const sent = await bodies(at.groupId, 'createGroupClusterSearchIndex')
    // The first came through a plain object, as a client without `parseJson` sends it.
    expect(sent[1]).toContain(`"definition":${definition}`)
    expect(again.text).toContain(`"latestDefinition":${definition}`)
  })

  test('keeps them when a second person approves, and when it is undone', async () => {
    const at = await cluster()
    const { text, said } = await post(
      createSearchIndex,
      JSON.stringify({ ...at, ...names, definition }),
    )
    expect(text).toContain(`"latestDefinition":${definition}`)
    const index = getSearchIndex.output.parse(said.data)
    const change = { ...at, indexId: index.indexID ?? '', opened: openedOf(index) }
    const next = '{"mappings":{"dynamic":false,"fields":{"2":{"type":"date"},"1":{"type":"date"}}}}'
    const previewed = await ask(previewOp, {
      op: updateSearchIndex.id,
      input: { ...change, definition: next },
    })
    expect(previewOp.output.parse(previewed).call?.curl).toContain(next)
    const id = await fileFor(
      updateSearchIndex.id,
      { ...change, definition: next },
      personAs('operator'),
    )
    await approve(id)
    await settleAll()
    expect(await bodies(at.groupId, 'updateGroupClusterSearchIndex')).toEqual([
      `{"definition":${next}}`,
    ])
    const undo = updateSearchIndex.undo?.(
      updateSearchIndex.input.parse({ ...change, definition: next }),
    )
    expect(undo?.input).toMatchObject({ definition })
  })

  test.each([
    ['as text', JSON.stringify('{"mappings":{"fields":{"t":{"type":"string"},"t":[]}}}')],
    ['as an object', '{"mappings":{"fields":{"t":{"type":"string"},"t":[]}}}'],
  ])('with a name that appears twice is refused %s, and nothing is sent', async (_, twice) => {
    const at = await cluster()
    const raw = `{${JSON.stringify({ ...at, ...names }).slice(1, -1)},"definition":${twice}}`
    const { said, text } = await post(createSearchIndex, raw)
    expect(said.kind).toBe('invalid')
    expect(text).toContain('twice')
    expect(text).toContain('array')
    expect(await bodies(at.groupId, 'createGroupClusterSearchIndex')).toEqual([])
  })
})

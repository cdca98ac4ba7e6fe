import { describe, expect, test } from 'vitest'
import { readPasted } from './pasted'
import { indexIn } from './search-file'
import { processorIn } from './stream-file'

const pasted = (text: string) => {
  const found = readPasted(text)
  if (!found || 'why' in found) throw new Error(`not read: ${JSON.stringify(found)}`)
  return found
}
const compact = (text: string | undefined) => text?.replace(/\s/g, '')
const processor = (text: string) => {
  const file = processorIn(pasted(text))
  return file && { ...file, pipeline: compact(file.pipeline) }
}
const index = (text: string) => {
  const file = indexIn(pasted(text))
  return file && { ...file, definition: compact(file.definition) }
}
const stages = '[{"$source":{"connectionName":"k"}},{"$sort":{"2025":-1,"2024":1.0}}]'
const dlq = { connectionName: 'sink', db: 'd', coll: 'dlq' }

describe('a processor', () => {
  test('from a file is split into fields, and dropped parts are reported', () => {
    const file = `{"name":"orders","pipeline":${stages},"options":{"dlq":${JSON.stringify(dlq)},"more":1},"tier":"SP10","streamConfig":{},"state":"STARTED"}`
    expect(processor(file)).toEqual({
      name: 'orders',
      pipeline: stages,
      dlq,
      tier: 'SP10',
      left: ['streamConfig', 'state', 'options.more'],
    })
  })

  test('with half a queue, or one of another shape, says so', () => {
    const half = `{"pipeline":${stages},"options":{"dlq":{"connectionName":"sink"}},"tier":"SP99"}`
    expect(processor(half)).toEqual({ pipeline: stages, left: ['dlq', 'tier'] })
    expect(processor(`{"pipeline":${stages},"options":null}`)).toMatchObject({ left: ['options'] })
  })

  test('as a script for mongosh', () => {
    const script = `
      // the source
      s = { $source: { connectionName: 'k' } }
      let sort = { $sort: { '2025': -1, '2024': 1.0 } };
      dlq = { dlq: { connectionName: 'sink', db: 'd', coll: 'dlq' } }
      sp.createStreamProcessor('orders', [s, sort], dlq)
      sp.orders.start()`
    expect(processor(script)).toEqual({
      name: 'orders',
      pipeline: stages,
      dlq,
      left: ['comments', 'sp.orders.start(…)'],
    })
    expect(processor(`[{$source: {connectionName: 'k'}}]`)).toMatchObject({ left: [] })
  })

  test('as a script that changes one, and the only one of a list', () => {
    expect(processor(`sp.orders.modify(${stages}, {}, 1)`)).toEqual({
      pipeline: stages,
      left: ['more arguments'],
    })
    expect(processor(`{"results":[{"name":"orders","pipeline":${stages}}]}`)).toMatchObject({
      name: 'orders',
    })
    expect(processor(`{pipeline: ${stages}}\n{pipeline: ${stages}}`)).toMatchObject({
      left: ['a value'],
    })
    expect(
      processor(`[ { name: 'orders', at: ISODate('2025-01-01'), pipeline: ${stages} } ]`),
    ).toMatchObject({ name: 'orders', pipeline: stages, left: ['at'] })
    expect(processor(`sp.createStreamProcessor('orders', ${stages}, null)`)).toMatchObject({
      name: 'orders',
    })
    expect(processor(`opts = {}; sp.process(${stages})`)).toMatchObject({ left: ['opts'] })
  })

  test('with its pipeline as text, as Terraform stores it, or as Python writes it', () => {
    const text = JSON.stringify(
      '[{"$source":{"connectionName":"k"}},{"$sort":{"2025":-1,"2024":1.0}}]',
    )
    expect(processor(`{"name":"orders","pipeline":${text}}`)).toMatchObject({
      name: 'orders',
      pipeline: stages,
    })
    expect(processor(`{"name":"orders","pipeline":"none"}`)).toBeUndefined()
    const python = "[{'$source': {'connectionName': 'k', 'a': None, 'b': [True, False]}}]"
    expect(processor(python)?.pipeline).toBe(
      '[{"$source":{"connectionName":"k","a":null,"b":[true,false]}}]',
    )
  })

  test.each([
    `export default ${stages}`,
    `export const pipeline = ${stages};`,
    `module.exports = ${stages};`,
    `export default { pipeline: ${stages} }`,
    `#!/usr/bin/env mongosh\n[...${stages}]`,
    `const a = ${stages};\nexport default [...a]`,
    `\`\`\`json\n${stages}\n\`\`\`\n`,
    `\`\`\`js\r\nsp.process(${stages})\r\n\`\`\``,
  ])('in a module, a script or a fence of Markdown: %j', (text) => {
    expect(processor(text)).toMatchObject({ pipeline: stages, left: [] })
  })

  test('is not a bare pipeline', () => {
    expect(processor(stages)).toBeUndefined()
    expect(processor('{"a":1}')).toBeUndefined()
  })
})

describe('an index', () => {
  const mappings = '{"mappings":{"dynamic":true,"fields":{"2025":{"type":"date"},"2024":[]}}}'
  const place = '"name":"by_title","database":"shop","collectionName":"films"'
  const names = { name: 'by_title', database: 'shop', collectionName: 'films' }

  test.each([
    ['a file of the Atlas CLI', `{${place},${mappings.slice(1)}`, {}],
    [
      'a body of the API',
      `{${place},"type":"search","definition":${mappings}}`,
      { type: 'search' },
    ],
    [
      'an answer of the API',
      `{${place},"type":"search","latestDefinition":${mappings},"status":"READY"}`,
      { type: 'search', left: ['status'] },
    ],
    ['a page of results', `{"results":[{${place},"latestDefinition":${mappings}}]}`, {}],
    ['a list of one', `[{${place},"definition":${mappings}}]`, {}],
    [
      'a command of the database',
      `{"createSearchIndexes":"films","indexes":[{"name":"by_title","definition":${mappings}}]}`,
      { database: undefined },
    ],
  ])('as %s', (_, text, more) => {
    const { database, ...rest } = { ...names, definition: mappings, left: [], ...more }
    expect(index(text)).toEqual(database === undefined ? rest : { ...rest, database })
  })

  test.each([
    ['db.films.createSearchIndex("by_title", { mappings: { dynamic: true } })', {}],
    [
      'use shop\ndb.getCollection("films").createSearchIndex("by_title", "search", { mappings: { dynamic: true, }, });',
      { database: 'shop', type: 'search' },
    ],
    [
      'db.getSiblingDB("shop").films.createSearchIndex({ name: "by_title", definition: { mappings: { dynamic: true } } })',
      { database: 'shop' },
    ],
    [
      'db.films.createSearchIndexes([{ name: "by_title", definition: { mappings: { dynamic: true } } }])',
      {},
    ],
    [
      'use("shop"); db.films.createSearchIndex("by_title", { mappings: { dynamic: true } }, {})',
      { database: 'shop', left: ['more arguments'] },
    ],
    [
      'db.getSiblingDB("shop").my.films.createSearchIndex("by_title", { mappings: { dynamic: true } })',
      { database: 'shop', collectionName: 'my.films' },
    ],
    [
      'const made = await client.db("shop").collection("films").createSearchIndex({ name: "by_title", definition: { mappings: { dynamic: true } } });',
      { database: 'shop' },
    ],
    [
      'client.db("shop").collection("films").createSearchIndex({ name: "by_title", definition: { mappings: { dynamic: true } } })',
      { database: 'shop' },
    ],
    [
      'db.runCommand({ createSearchIndexes: "films", indexes: [{ name: "by_title", definition: { mappings: { dynamic: true } } }] })',
      {},
    ],
  ])('as mongosh has it: %s', (code, more) => {
    expect(index(code)).toEqual({
      name: 'by_title',
      collectionName: 'films',
      definition: '{"mappings":{"dynamic":true}}',
      left: [],
      ...more,
    })
  })

  test('of vectors is recognized by its fields', () => {
    const fields = '"fields":[{"type":"vector","path":"v","numDimensions":8,"similarity":"cosine"}]'
    expect(index(`{"name":"v","database":"d","collectionName":"c",${fields}}`)).toMatchObject({
      type: 'vectorSearch',
      definition: `{${fields}}`,
    })
  })

  test('is not a bare definition, or one of several', () => {
    expect(index(mappings)).toBeUndefined()
    expect(index('db.runCommand({ ping: 1 })')).toBeUndefined()
    expect(index(`[{${place},"definition":${mappings}},{${place},"definition":{}}]`)).toBe(
      undefined,
    )
  })
})

test.each([
  [
    'resource "mongodbatlas_stream_processor" "x" {\n  pipeline = jsonencode([{ "$source" = { "connectionName" = "k" } }])\n}',
    'Terraform',
  ],
  ['pipeline = jsonencode([{ "$source" = {} }])', 'Terraform'],
  ['- $source:\n    connectionName: k\n- $emit:\n    connectionName: k\n', 'YAML'],
  ['mappings:\n  dynamic: true\n', 'YAML'],
])('other languages are named: %j', (text, language) => {
  expect(readPasted(text)).toMatchObject({ language })
})

test.each([
  ['Atlas atlas-abc-shard-0 [primary] test> db.films.createSearchIndex("n", {})', 'test>'],
  ['use shop\nshop> db.films.createSearchIndex("n", {})', '“shop>”'],
  ['MongoDB Enterprise atlas-abc-shard-0:PRIMARY> sp.orders.start()', 'PRIMARY>'],
  ['> sp.orders.start()', '“>”'],
  ['[\n... { $source: {} }\n... ]', '“...”'],
  ['> {"a": 1}', '“>”'],
])('a prompt that was copied with a command is named: %j', (text, prompt) => {
  const found = readPasted(text)
  expect(found).toMatchObject({ language: 'mongosh', why: expect.stringContaining('prompt') })
  expect(found).toMatchObject({ why: expect.stringContaining(prompt) })
})

test('code without a prompt is not said to have one', () => {
  for (const text of ['[{ $match: x => 1 }]', 'a > b', '{ a: [...rest] }', '{ a: 1 > 2 }'])
    expect(JSON.stringify(readPasted(text) ?? '')).not.toContain('prompt')
})

test('mongosh code that cannot be converted says why; other text is ignored', () => {
  expect(readPasted('[{ $match: { at: new Date() } }]')).toMatchObject({
    why: expect.stringContaining('current time'),
  })
  expect(readPasted('{"a": 1,, }')).toBeUndefined()
  expect(readPasted('')).toBeUndefined()
})

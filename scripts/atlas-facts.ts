/**
 * Writes lib/atlas/facts.json, lib/atlas/bodies.json and lib/ops/regions.json from an OpenAPI file of the Atlas Admin API:
 *   npm run atlas:facts -- FILE
 * Only facts (method, path, versions, roles, CLI words, fields, regions). The license forbids copying the prose.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { factsOf, operationsOf, parseSpec, regionsOf } from '@/lib/atlas/spec'
import { bodiesOf } from '@/lib/atlas/spec-bodies'

const file = process.argv[2]
if (!file) throw new Error('Name a specification file: npm run atlas:facts -- FILE')

const spec = parseSpec(readFileSync(file, 'utf8'))
const { info, operations } = factsOf(spec)
const lines = operations.map(([id, fact]) => `    ${JSON.stringify(id)}: ${JSON.stringify(fact)}`)
writeFileSync(
  'lib/atlas/facts.json',
  `{\n  "specification": ${JSON.stringify(info)},\n  "operations": {\n${lines.join(',\n')}\n  }\n}\n`,
)
const of = new Map(operationsOf(spec).map(({ operation }) => [operation.operationId, operation]))
const { shapes, bodies } = bodiesOf(
  spec,
  operations.flatMap(([id, fact]) => {
    const operation = of.get(id)
    return operation ? [{ fact, operation }] : []
  }),
)
const lined = (all: object) =>
  Object.entries(all)
    .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
    .join(',\n')
writeFileSync(
  'lib/atlas/bodies.json',
  `{\n  "bodies": {\n${lined(bodies)}\n  },\n  "shapes": {\n${lined(shapes)}\n  }\n}\n`,
)
writeFileSync('lib/ops/regions.json', `${JSON.stringify(regionsOf(spec), null, 2)}\n`)
console.log(`${operations.length} operations written to lib/atlas/facts.json.`)

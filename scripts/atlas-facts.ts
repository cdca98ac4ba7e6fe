/**
 * Writes lib/atlas/facts.json and lib/ops/regions.json from an OpenAPI file of the Atlas Admin API:
 *   npm run atlas:facts -- FILE
 * Only facts (method, path, versions, roles, CLI words, regions). The license forbids copying the prose.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { factsOf, parseSpec, regionsOf } from '@/lib/atlas/spec'

const file = process.argv[2]
if (!file) throw new Error('Name a specification file: npm run atlas:facts -- FILE')

const spec = parseSpec(readFileSync(file, 'utf8'))
const { info, operations } = factsOf(spec)
const lines = operations.map(([id, fact]) => `    ${JSON.stringify(id)}: ${JSON.stringify(fact)}`)
writeFileSync(
  'lib/atlas/facts.json',
  `{\n  "specification": ${JSON.stringify(info)},\n  "operations": {\n${lines.join(',\n')}\n  }\n}\n`,
)
writeFileSync('lib/ops/regions.json', `${JSON.stringify(regionsOf(spec), null, 2)}\n`)
console.log(`${operations.length} operations written to lib/atlas/facts.json.`)

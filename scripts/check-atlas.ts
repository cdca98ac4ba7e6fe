/**
 * Compares the facts table, every operation description and the answers of the sandbox's collections with an OpenAPI
 * file of the Atlas Admin API:
 *   npm run check:atlas -- FILE
 * Exit code: 0 without unexplained differences and unused explanations, 1 with some, 3 when FILE can't be read.
 */
import { readFileSync } from 'node:fs'
import { allFacts } from '@/lib/atlas/facts'
import { parseSpec, type Spec } from '@/lib/atlas/spec'
import { explained as explanations } from '@/lib/ops/differences'
import { ops } from '@/lib/ops/registry'
import { compare } from './check-atlas/compare'
import { sortOut, tableOf } from './check-atlas/difference'
import { sandboxDifferences } from './check-atlas/sandbox'

function read(file: string | undefined): Spec | undefined {
  if (!file) {
    console.error('Name an OpenAPI file: npm run check:atlas -- FILE')
    return undefined
  }
  try {
    return parseSpec(readFileSync(file, 'utf8'))
  } catch (error) {
    console.error(`${file} can’t be read: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

function report(spec: Spec): number {
  const found = compare(spec, { facts: allFacts(), ops: ops.values(), today: new Date() })
  const { explained, unexplained, idle } = sortOut(found.differences, explanations)
  for (const note of found.notes) console.log(`Note: ${note}`)
  if (explained.length > 0)
    console.log(`\nExplained in lib/ops/differences.ts:\n${tableOf(explained)}`)
  if (unexplained.length > 0) console.log(`\nUnexplained:\n${tableOf(unexplained)}`)
  for (const { operation, field } of idle)
    console.log(
      `\nlib/ops/differences.ts explains ${operation}, ${field}, which does not differ. Remove it.`,
    )
  console.log(
    `\n${found.facts} facts and ${found.descriptions} operation descriptions compared: ` +
      `${explained.length} differences explained, ${unexplained.length} unexplained, ${idle.length} unused explanations.`,
  )
  return unexplained.length + idle.length > 0 ? 1 : 0
}

async function reportSandbox(spec: Spec): Promise<number> {
  const { answers, differences } = await sandboxDifferences(spec)
  if (differences.length > 0) console.log(`\nThe sandbox differs:\n${tableOf(differences)}`)
  console.log(`${answers} answers of the sandbox compared: ${differences.length} differences.`)
  return differences.length > 0 ? 1 : 0
}

const spec = read(process.argv[2])
process.exitCode = spec ? Math.max(report(spec), await reportSandbox(spec)) : 3

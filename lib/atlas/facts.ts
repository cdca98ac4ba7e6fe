import table from './facts.json'
import type { Fact } from './spec'

// The file is written by scripts/atlas-facts.ts in this very shape; TypeScript reads `method` in it as any string.
const operations = table.operations as unknown as Record<string, Fact>

/** The facts of one Atlas operation id; throws on an id that the facts table does not hold. */
export function fact(operationId: string): Fact {
  const found = operations[operationId]
  if (!found) throw new Error(`No Atlas operation is called ${operationId} in lib/atlas/facts.json`)
  return found
}

/** Every operation id of the facts table with its facts. */
export const allFacts = (): Array<[string, Fact]> => Object.entries(operations)

import table from './facts.json'
import type { Fact } from './spec'

// scripts/atlas-facts.ts writes the file in this shape; TypeScript infers `method` as any string.
const operations = table.operations as unknown as Record<string, Fact>

/** The facts of one Atlas operation. @throws Error for an id that is not in the table */
export function fact(operationId: string): Fact {
  const found = operations[operationId]
  if (!found) throw new Error(`lib/atlas/facts.json has no operation ${operationId}`)
  return found
}

/** Every operation id with its facts. */
export const allFacts = (): Array<[string, Fact]> => Object.entries(operations)

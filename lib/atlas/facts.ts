import table from './facts.json'
import type { Fact } from './spec'

// scripts/atlas-facts.ts writes the file in this shape; TypeScript infers `method` as any string.
const written = table.operations as unknown as Record<string, Fact>

/** Removed from Atlas after the specification that the file is made of. */
const removedSince: Record<string, string> = {
  createGroupServerlessBackupRestoreJob: '2026-08-22',
  getGroupServerlessBackupRestoreJob: '2026-08-22',
  getGroupServerlessBackupSnapshot: '2026-08-22',
  listGroupServerlessBackupRestoreJobs: '2026-08-22',
  listGroupServerlessBackupSnapshots: '2026-08-22',
}

const operations = Object.fromEntries(
  Object.entries(written).map(([id, given]): [string, Fact] => {
    const removed = removedSince[id] ?? given.removed
    return [id, removed ? { ...given, removed } : given]
  }),
)

/** The day of the specification, `2026-08-21`. Atlas may have newer versions of an operation since. */
export const specifiedOn: string = table.specification.date

/** The facts of one Atlas operation. @throws Error for an id that is not in the table */
export function fact(operationId: string): Fact {
  const found = operations[operationId]
  if (!found) throw new Error(`lib/atlas/facts.json has no operation ${operationId}`)
  return found
}

/** Every operation id with its facts. */
export const allFacts = (): Array<[string, Fact]> => Object.entries(operations)

import type { z } from 'zod'
import type { Query } from '@/lib/ops/define'
import type { TestConsole } from '@/scripts/testing/console'
import { as } from '../acting'

/**
 * Makes what an operation needs in the sandbox, and gives an input with which it reaches Atlas. A command's input changes
 * something and needs no approval outside production, unless the operation always does.
 */
export type Example = (world: TestConsole) => Promise<Record<string, unknown>>

/** By operation id. */
export type Examples = Readonly<Record<string, Example>>

/** What a read answers now. */
export const answer = async <Q extends Query>(op: Q, input: unknown) =>
  op.output.parse((await as('operator', op, input)).data) as z.output<Q['output']>

/** A project with the cluster `main`. */
export async function cluster(world: TestConsole) {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }], accessList: 2 })
  return { groupId, clusterName: 'main' }
}

/** A project. */
export const project = async (world: TestConsole) => ({ groupId: (await world.project()).groupId })

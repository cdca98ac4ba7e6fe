import type { z } from 'zod'
import { fact } from '@/lib/atlas/facts'
import { newId } from '@/lib/format/id'
import { bodyOf } from '@/lib/ops/body'
import type { Command, Query } from '@/lib/ops/define'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { atlasCall } from '../../call-atlas'
import { decide } from '../../decide'
import { connectionOf } from '../../perform'
import { as } from '../acting'

/**
 * Creates what an operation needs in the sandbox, and returns an input that reaches Atlas. A command's input changes
 * something and needs no approval outside production, unless the operation always does.
 */
export type Example = (world: TestConsole) => Promise<Record<string, unknown>>

/** By operation id. */
export type Examples = Readonly<Record<string, Example>>

/** The current answer of a read. */
export const answer = async <Q extends Query>(op: Q, input: unknown) =>
  op.output.parse((await as('operator', op, input)).data) as z.output<Q['output']>

/** Sends a command that an example needs first, without the policy's approval. Returns Atlas's answer. */
export async function sent<C extends Command>(op: C, input: z.input<C['input']>) {
  const parsed: Record<string, unknown> = op.input.parse(input)
  const decision = await decide(op, parsed, personAs('operator'))
  const route = fact(op.atlas?.op ?? '')
  const body = JSON.stringify(bodyOf(op, parsed, new Date(), route))
  const reply = await connectionOf(decision).call(atlasCall(op, parsed, body, newId()))
  return op.output.parse(reply.body) as z.output<C['output']>
}

/** A project with the cluster `main`. */
export async function cluster(world: TestConsole) {
  const { groupId } = await world.project({ clusters: [{ name: 'main' }], accessList: 2 })
  return { groupId, clusterName: 'main' }
}

/** A project. */
export const project = async (world: TestConsole) => ({ groupId: (await world.project()).groupId })

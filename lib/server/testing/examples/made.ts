import type { z } from 'zod'
import { fact } from '@/lib/atlas/facts'
import { newId } from '@/lib/format/id'
import { bodyOf } from '@/lib/ops/body'
import type { Command, Query } from '@/lib/ops/define'
import { fieldsOf } from '@/lib/ops/fields-of'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { atlasCall } from '../../call-atlas'
import { decide } from '../../decide'
import { connectionOf } from '../../perform'
import { as } from '../acting'

/**
 * Creates what an operation needs in the sandbox, and returns its input; other fields are left out. A command's input
 * changes something and needs no approval outside production, unless the operation always does.
 */
export type Example = (world: TestConsole) => Promise<Record<string, unknown>>

/** By operation id. An operation that is not there takes a place alone. */
export type Examples = Readonly<Record<string, Example>>

/** The current answer of a read. */
export const answer = async <Q extends Query>(op: Q, input: Record<string, unknown>) =>
  op.output.parse((await as('operator', op, fieldsOf(op, input))).data) as z.output<Q['output']>

/** Sends a command that an example needs first, without the policy's approval. Returns Atlas's answer. */
export async function sent<C extends Command>(op: C, input: Record<string, unknown>) {
  const parsed: Record<string, unknown> = op.input.parse(fieldsOf(op, input))
  const decision = await decide(op, parsed, personAs('operator'))
  const route = fact(op.atlas?.op ?? '')
  const body = JSON.stringify(bodyOf(op, parsed, new Date(), route))
  const reply = await connectionOf(decision).call(atlasCall(op, parsed, body, newId()))
  return op.output.parse(reply.body) as z.output<C['output']>
}

/** A project with the cluster `main`. */
export const cluster = async (world: TestConsole) => ({
  ...(await project(world, { clusters: [{ name: 'main' }], accessList: 2 })),
  clusterName: 'main',
})

/** A project and its organization. */
export async function project(world: TestConsole, more: object = {}) {
  const { groupId, orgId } = await world.project({ ...more })
  return { groupId, orgId }
}

/** What `make` creates, with more fields. */
export const plus =
  <M extends object, F extends object>(make: (world: TestConsole) => Promise<M>, fields: F) =>
  async (world: TestConsole): Promise<M & F> => ({ ...(await make(world)), ...fields })

/** An item of a sandbox collection, in the place that `make` creates. Returns both. */
export const added =
  <M extends object, F extends object>(
    collection: string,
    item: F,
    make: (world: TestConsole) => Promise<M>,
  ) =>
  async (world: TestConsole): Promise<M & F> => {
    const place = await make(world)
    await world.control('POST', 'collection', { collection, place, add: [item] })
    return { ...place, ...item }
  }

import { expect } from 'vitest'
import { fact } from '@/lib/atlas/facts'
import { newId } from '@/lib/format/id'
import type { Command, Op } from '@/lib/ops/define'
import { fieldsOf } from '@/lib/ops/fields-of'
import { ops } from '@/lib/ops/registry'
import type { FaultOrder } from '@/sandbox/atlas/faults'
import { personAs, type TestConsole } from '@/scripts/testing/console'
import { isQuick } from '@/scripts/testing/full-size'
import { answers } from '../connections'
import { decide } from '../decide'
import { readBack } from '../perform'
import { examples } from './examples'
import { cluster, project } from './examples/made'

/** Faults of a call: Atlas answers 403, 500 or 429, or closes the connection before or (`lost`) after it acted. */
export type Fault = 'refused' | 'failed' | 'silent' | 'slow' | 'lost'

const faults: Record<Fault, FaultOrder['fault']> = {
  refused: { kind: 'status', status: 403, errorCode: 'USER_UNAUTHORIZED' },
  failed: { kind: 'status', status: 500, errorCode: 'UNEXPECTED_ERROR' },
  silent: { kind: 'hang-up' },
  slow: { kind: 'status', status: 429, errorCode: 'RATE_LIMITED', retryAfter: 9 },
  lost: { kind: 'reset-after' },
}

/** What makes the pipeline treat operations differently. */
const kindOf = (op: Op) => {
  const is = op.kind === 'command' ? op : undefined
  return [
    ...[op.kind, fact(op.atlas?.op ?? '').method, 'allPages' in op],
    ...[is?.readBack, is?.readBack?.acceptedIsDone, is?.precondition, is?.undo, is?.shownOnce],
  ]
    .map((part) => (typeof part === 'string' ? part : Boolean(part)))
    .join()
}

/** The operations to try what is slow on: all, or in `npm run check` one of each kind. */
export const triedSlowly = <O extends Op>(ops: readonly O[]): readonly O[] =>
  isQuick ? [...new Map(ops.map((op) => [kindOf(op), op])).values()] : ops

/** The failure that a person must see for a fault. */
export function failureOf(op: Op, fault: Fault) {
  const isRead = op.kind === 'query' || fact(op.atlas?.op ?? '').method === 'GET'
  const kind = isRead ? 'atlas-down' : 'unknown-outcome'
  return {
    refused: { kind: 'not-allowed', atlas: { status: 403, errorCode: 'USER_UNAUTHORIZED' } },
    failed: { kind, atlas: { status: 500, errorCode: 'UNEXPECTED_ERROR' } },
    silent: { kind },
    slow: { kind: 'slow-down', retryAfterSeconds: expect.any(Number) },
    lost: { kind },
  }[fault]
}

/** The audit outcome of a command with a fault. */
export const outcomeOf: Record<Fault, string> = {
  refused: 'command.failed',
  failed: 'command.unknown',
  silent: 'command.unknown',
  slow: 'command.failed',
  lost: 'command.unknown',
}

/** An input that reaches Atlas, raw and parsed, and its place. */
export async function exampleOf<O extends Op>(world: TestConsole, op: O) {
  const make = examples[op.id] ?? ('clusterName' in op.input.shape ? cluster : project)
  const input = fieldsOf(op, await make(world))
  // The cache does not know about changes in the sandbox.
  answers().stale(() => true)
  return { op, input, ...(await placed(op, input)) }
}

/** An operation with an input, parsed, and its place. */
export async function placed(op: Op, input: unknown) {
  const parsed: Record<string, unknown> = op.input.parse(JSON.parse(JSON.stringify(input)))
  const { place } = await decide(op, parsed, personAs('operator'))
  return { parsed, place }
}

export type Example<O extends Op = Op> = Awaited<ReturnType<typeof exampleOf<O>>>

/** The sandbox for a walk over all operations. */
export const walking = (world: TestConsole) => ({
  /** The calls of an operation that Atlas received. */
  calls: (op: Op) => world.calls({ operationId: op.atlas?.op ?? '' }),
  misbehave: (op: Op, fault: Fault) =>
    world.fault({
      match: { operationId: op.atlas?.op ?? '' },
      fault: faults[fault],
      times: 99,
    }),
  /** Closes the connection at a call, and refuses the read that would show its result. */
  misbehaveUnseen: (op: Op, read: Op) =>
    world.fault({
      match: { operationId: op.atlas?.op ?? '' },
      fault: faults.silent,
      next: { match: { operationId: read.atlas?.op ?? '' }, fault: faults.refused, times: 99 },
    }),
  behave: () => world.control('DELETE', 'fault'),
  /** Lets Atlas finish its current work. */
  later: async () => {
    await world.control('POST', 'clock', { advanceSeconds: 1_200 })
    answers().stale(() => true)
  },
})

/** Whether the call uses the same Atlas operation as a read before it. */
export const readsItself = ({ op, parsed }: Example<Command>) =>
  [op.precondition?.read(parsed) ?? []]
    .flat()
    .some(({ id }) => ops.get(id)?.atlas?.op === op.atlas?.op)

/** The result of a command's readBack. */
export async function verdictOf(
  { op, parsed, place }: Pick<Example<Command>, 'op' | 'parsed' | 'place'>,
  body?: unknown,
  sentAt?: Date,
) {
  const shown = op.readBack && (await readBack(op.readBack.read(parsed), place, newId()))
  return op.readBack?.verdict(shown, parsed, body, sentAt)
}

import { afterEach, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import type { Op } from '@/lib/ops/define'
import { answers } from './connections'
import { as, audited, refusal } from './testing/acting'
import { alwaysGated, withExample } from './testing/examples'
import { startConsole } from './testing/start'
import {
  type Example,
  exampleOf,
  failureOf,
  outcomeOf,
  triedSlowly,
  walking,
} from './testing/walking'

const world = await startConsole({ requestsPerMinute: 100_000 })
const walk = walking(world)
afterEach(() => walk.behave())

// What has a successor is gone from Atlas, so nothing limits it.
const sent = triedSlowly(
  withExample.filter(
    (op) => !alwaysGated.has(op.id) && (op.kind === 'command' ? !op.internal : !op.successor),
  ),
)
const ofKind = (kind: Op['kind']) => sent.filter((op) => op.kind === kind)

// In a file of its own, because Gatehouse holds back further calls to these endpoints. Examples of commands read some of
// them, so reads come last.
test('a person sees when to try each operation again after a 429', async () => {
  const read = new Map<Op, Example>()
  for (const op of ofKind('query')) read.set(op, await exampleOf(world, op))
  for (const op of [...ofKind('command'), ...ofKind('query')]) {
    const { input } = read.get(op) ?? (await exampleOf(world, op))
    const trace = newId()
    await walk.misbehave(op, 'slow')
    answers().stale(() => true)
    const failure = await refusal(as('operator', op, input, trace))
    expect.soft(failure, op.id).toMatchObject(failureOf(op, 'slow'))
    expect.soft([undefined, outcomeOf.slow]).toContain((await audited(trace)).at(-1)?.type)
    await walk.behave()
  }
}, 120_000)

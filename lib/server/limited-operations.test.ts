import { afterEach, expect, test } from 'vitest'
import { newId } from '@/lib/format/id'
import { answers } from './connections'
import { as, audited, refusal } from './testing/acting'
import { alwaysGated, withExample } from './testing/examples'
import { startConsole } from './testing/start'
import { exampleOf, failureOf, outcomeOf, triedSlowly, walking } from './testing/walking'

const world = await startConsole({ requestsPerMinute: 100_000 })
const walk = walking(world)
afterEach(() => walk.behave())

const sent = withExample.filter(({ id }) => !alwaysGated.has(id))
// In a file of its own, because Gatehouse holds back further calls to these endpoints.
const commandsFirst = triedSlowly(sent).toSorted((a, b) => a.kind.localeCompare(b.kind))

test('a person sees when to try each operation again after a 429', async () => {
  for (const op of commandsFirst) {
    const { input } = await exampleOf(world, op)
    const trace = newId()
    await walk.misbehave(op, 'slow')
    answers().stale(() => true)
    const failure = await refusal(as('operator', op, input, trace))
    expect.soft(failure, op.id).toMatchObject(failureOf(op, 'slow'))
    expect.soft([undefined, outcomeOf.slow]).toContain((await audited(trace)).at(-1)?.type)
    await walk.behave()
  }
}, 120_000)

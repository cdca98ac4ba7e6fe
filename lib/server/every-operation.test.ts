import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Command, Op } from '@/lib/ops/define'
import { OpError } from '@/lib/ops/failure'
import { findFederation } from '@/lib/ops/federation'
import { ops } from '@/lib/ops/registry'
import { personAs, type TestConsole, testConsole } from '@/scripts/testing/console'
import { answers } from './connections'
import type { Person } from './person'
import { run } from './run'
import { runTyped } from './testing/acting'
import { inputsAbout } from './testing/inputs'
import { nothing } from './testing/inputs/about'

/** What holds for every operation by itself, tried on each; what is its own is tried in its area's test. */

const northwind = '622f06e0f21affc0c09d52e1'

let world: TestConsole
let inputs: Record<string, unknown>

beforeAll(async () => {
  world = await testConsole()
  const project = await world.project({ clusters: [{ name: 'main' }] })
  const { data } = await run(findFederation, { orgId: northwind }, personAs('viewer'))
  const federationSettingsId = findFederation.output.parse(data).id ?? ''
  inputs = inputsAbout({
    ...nothing,
    ...project,
    sessionId: randomUUID(),
    orgId: northwind,
    federationSettingsId,
  })
})
afterAll(() => world.end())
beforeEach(async () => {
  await world.control('DELETE', 'fault')
  answers().stale(() => true)
})

const all = [...ops.values()]
const ofAtlas = all.filter((op) => op.atlas && !op.internal)
const isCommand = (op: Op): op is Command => op.kind === 'command'
const byId = (list: readonly Op[]) => list.map((op) => [op.id, op] as const)

async function failureOf(op: Op, person: Person) {
  try {
    return { data: (await runTyped(op, inputs[op.id], person)).data }
  } catch (error) {
    if (error instanceof OpError) return error.failure
    throw error
  }
}

const fails = (op: Op, status: number) =>
  world.fault({
    match: { operationId: op.atlas?.op ?? '' },
    fault: { kind: 'status', status, errorCode: 'UNEXPECTED_ERROR' },
  })

test.each(byId(all.filter((op) => isCommand(op) && (op.atlas || op.guided) && !op.internal)))(
  'a viewer is refused %s with the role that it takes',
  async (_, op) => {
    expect(await failureOf(op, personAs('viewer'))).toMatchObject({
      kind: 'not-allowed',
      message: expect.stringMatching(/role/),
    })
  },
)

test.each(byId(ofAtlas.filter((op) => !isCommand(op))))(
  'when Atlas refuses to answer %s, its status and code are told',
  async (_, op) => {
    await fails(op, 403)
    // What Atlas has ended is refused for that, whoever asks.
    const atlas = op.successor
      ? { status: 410, errorCode: 'VERSION_GONE' }
      : { status: 403, errorCode: 'UNEXPECTED_ERROR' }
    expect(await failureOf(op, personAs('viewer'))).toMatchObject({ atlas })
  },
)

test.each(byId(ofAtlas.filter(isCommand)))(
  'when Atlas refuses %s, its status and code are told, or it was stopped before',
  async (_, op) => {
    await fails(op, 403)
    const failure = await failureOf(op, personAs('operator'))
    expect(failure).toHaveProperty('kind')
    if ('kind' in failure && !['needs-approval', 'conflict', 'not-found'].includes(failure.kind))
      expect(failure).toMatchObject({ atlas: { status: 403, errorCode: 'UNEXPECTED_ERROR' } })
  },
)

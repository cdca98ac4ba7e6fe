import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { OpError } from '@/lib/ops/failure'
import { ops } from '@/lib/ops/registry'
import { roles } from '@/lib/ops/roles'
import { personAs } from '@/scripts/testing/console'
import type { Person } from './person'
import { run } from './run'
import { nothing } from './testing/about'
import { inputsAbout } from './testing/inputs'
import { startConsole } from './testing/start'

const world = await startConsole()
let inputs: Record<string, unknown>
let person: Person

beforeAll(async () => {
  const project = await world.project({ clusters: [{ name: 'main' }] })
  inputs = inputsAbout({ ...nothing, ...project, sessionId: randomUUID() })
  // May do everything, so that nothing odd is stopped by a missing role.
  person = personAs('operator', {
    bindings: roles.map((role) => ({ group: role, role, scope: { all: true } })),
  })
})

const odd = [
  '',
  '-'.repeat(36),
  `${'0'.repeat(8)}-${'-'.repeat(27)}`,
  'g'.repeat(24),
  'F'.repeat(24),
  '__proto__',
  'constructor',
  '%ff',
  '../../../etc',
  "' or 1=1 --",
  '{1,2}',
  'NaN',
  '٣'.repeat(24),
  '\ud800',
  '😀'.repeat(40),
  'x'.repeat(5_000),
  -1,
  1e308,
  null,
  [],
  {},
] as const

type Path = ReadonlyArray<string>

function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, one]) => leaves(one, [...path, name]))
}

function withValue(value: unknown, [head, ...rest]: Path, put: unknown): unknown {
  if (head === undefined) return put
  if (Array.isArray(value))
    return value.map((one, i) => (String(i) === head ? withValue(one, rest, put) : one))
  const entries = Object.entries(Object(value))
  return Object.fromEntries(
    entries.map(([name, one]) => [name, name === head ? withValue(one, rest, put) : one]),
  )
}

test.each([...ops.values()].map((op) => [op.id, op] as const))(
  '%s refuses odd values with a sentence, never by failing itself',
  async (id, op) => {
    const input = inputs[id] ?? {}
    const tries = leaves(input).flatMap((path) => odd.map((put) => withValue(input, path, put)))
    const bugs: unknown[] = []
    for (const tried of tries)
      await run(op, tried, person).catch((error: unknown) => {
        if (!(error instanceof OpError) || error.failure.kind === 'bug') bugs.push({ tried, error })
      })
    expect(bugs).toEqual([])
  },
)

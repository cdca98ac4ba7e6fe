import { afterAll, expect, test, vi } from 'vitest'
import * as zod from 'zod/v4'
import type { Op } from '@/lib/ops/define'

const schemasOf = (ops: ReadonlyMap<string, Op>, toText: (schema: unknown) => string) =>
  Object.fromEntries(
    [...ops.values()].flatMap((op) => [
      [`${op.id} input`, toText(op.input)],
      [`${op.id} output`, toText(op.output)],
    ]),
  )

// The next file of this worker gets the modules of this one.
afterAll(() => {
  vi.doUnmock('zod')
  vi.resetModules()
})

test('every description builds the same schemas when zod loads later', async () => {
  const textOf = (z: typeof zod) => (schema: unknown) =>
    JSON.stringify(z.toJSONSchema(schema as zod.ZodType, { io: 'input', unrepresentable: 'any' }))
  const { ops } = await import('@/lib/ops/registry')
  const direct = schemasOf(ops, textOf(zod))

  vi.resetModules()
  vi.doMock('zod', () => import('./zod'))
  const later = await import('@/lib/ops/registry')
  const stand = await import('./zod')
  const [first] = later.ops.values()
  let thrown: unknown
  try {
    first?.input.safeParse({})
  } catch (what) {
    thrown = what
  }
  expect(thrown).toBeInstanceOf(Promise)
  await thrown

  const found = schemasOf(later.ops, textOf(stand.z as unknown as typeof zod))
  expect(Object.keys(found).length).toBeGreaterThan(150)
  expect(found).toEqual(direct)
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { OpError } from '@/lib/ops/failure'
import { parseInput } from './parse-input'

const op = { input: z.strictObject({ name: z.string(), more: z.record(z.string(), z.unknown()) }) }
const fieldsOf = (raw: unknown) => {
  try {
    return parseInput(op, raw)
  } catch (error) {
    if (error instanceof OpError) return error.failure.fields
    throw error
  }
}

test('names with every usual sign come through as they are', () => {
  const input = { name: ' a:b/c%2F..\n"é🚀', more: { 'a.b': ['x'] } }
  expect(fieldsOf(input)).toEqual(input)
})

test.each<[unknown, string]>([
  [{ name: 'half \ud800', more: {} }, 'name'],
  [{ name: 'a\0b', more: {} }, 'name'],
  [{ name: 'a', more: { list: ['ok', { deep: '\0' }] } }, 'more.list.1.deep'],
])('a text that cannot be kept is refused at its field: %#', (raw, field) => {
  expect(fieldsOf(raw)).toEqual({ [field]: expect.stringContaining('Type it again') })
})

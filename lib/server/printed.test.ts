import { expect, test } from 'vitest'
import { printJson } from '@/lib/format/json'
import { textOf } from './printed'

const asOf = '2026-11-30T00:00:00.000Z'

test('an answer without data, with null and with text has the same JSON as printed at once', () => {
  for (const data of [undefined, null, 'text', 0, [], { a: [1, null] }])
    expect(JSON.parse(textOf({ data, asOf }))).toEqual({ data: data ?? null, asOf })
  expect(textOf({ data: { a: 1 }, asOf, accepted: true })).toBe(
    printJson({ data: { a: 1 }, asOf, accepted: true }),
  )
})

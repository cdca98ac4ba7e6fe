import { expect, test } from 'vitest'
import { z } from 'zod'
import { page } from '@/lib/ops/shapes'
import { withoutOddRows } from './odd-rows'

const row = z.looseObject({ id: z.string(), failed: z.boolean().nullish() })

test('the rows that fit stay, and the odd ones come as they were', () => {
  const odd = [{ id: 2 }, null, 'text', { id: 'c', failed: 'no' }]
  const body = { results: [{ id: 'a' }, ...odd, { id: 'b', new: 1 }], totalCount: 6, more: true }
  expect(withoutOddRows(page(row), body)).toEqual({
    data: { results: [{ id: 'a' }, { id: 'b', new: 1 }], totalCount: 6, more: true },
    oddRows: odd,
  })
})

test('a bare array keeps its rows as well', () => {
  expect(withoutOddRows(z.array(row), [{ id: 'a' }, {}])).toEqual({
    data: [{ id: 'a' }],
    oddRows: [{}],
  })
})

test.each<[string, z.ZodType, unknown]>([
  ['fits', page(row), { results: [{ id: 'a' }] }],
  ['is no list', page(row), { rows: [] }],
  ['is nothing', page(row), null],
  ['is wrong beside its rows', page(row).extend({ name: z.string() }), { results: [{}], name: 1 }],
  ['is of another kind', z.array(row), { results: [{}] }],
  ['is one thing', row, { id: 1 }],
])('an answer that %s is left alone', (_, output, body) => {
  expect(withoutOddRows(output, body)).toBeUndefined()
})

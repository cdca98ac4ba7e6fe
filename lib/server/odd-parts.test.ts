import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { page } from '@/lib/ops/shapes'
import { readAs, withoutOddParts } from './odd-parts'

const tag = z.looseObject({ key: z.string(), value: z.string() })
const row = z.looseObject({
  id: z.string(),
  failed: z.boolean().nullish(),
  tags: z.array(tag).nullish(),
})

describe('rows', () => {
  test('that match stay, and odd ones are returned unchanged', () => {
    const odd = [{ id: 2, failed: 'no' }, null, 'text', { tags: [] }]
    const body = { results: [{ id: 'a' }, ...odd, { id: 'b', new: 1 }], totalCount: 6, more: true }
    expect(withoutOddParts(page(row), body)).toEqual({
      data: { results: [{ id: 'a' }, { id: 'b', new: 1 }], totalCount: 6, more: true },
      oddRows: odd,
      oddParts: [],
    })
  })

  test('in a bare array stay as well', () => {
    expect(withoutOddParts(z.array(row), [{ id: 'a' }, {}])).toMatchObject({
      data: [{ id: 'a' }],
      oddRows: [{}],
    })
  })
})

describe('a field', () => {
  test('that is optional is removed alone and returned unchanged', () => {
    const good = { key: 'a', value: 'b' }
    const body = {
      results: [
        null,
        { id: 'a' },
        { id: 'b', failed: 'no', tags: [{ key: 'k', value: null }, good] },
      ],
    }
    expect(withoutOddParts(page(row), body)).toEqual({
      data: { results: [{ id: 'a' }, { id: 'b', failed: null, tags: [good] }] },
      oddRows: [null],
      oddParts: [
        { path: 'results.2.failed', value: 'no' },
        { path: 'results.2.tags.0', value: { key: 'k', value: null } },
      ],
    })
  })

  test('of a single object is omitted', () => {
    expect(withoutOddParts(row, { id: 'a', failed: 0, tags: 'none' })).toEqual({
      data: { id: 'a', failed: null, tags: null },
      oddRows: [],
      oddParts: [
        { path: 'failed', value: 0 },
        { path: 'tags', value: 'none' },
      ],
    })
  })

  test('next to the rows does not remove them', () => {
    const listed = page(row).extend({ next: z.string().nullish() })
    expect(withoutOddParts(listed, { results: [{ id: 'a' }], next: 1 })).toMatchObject({
      data: { results: [{ id: 'a' }], next: null },
    })
  })
})

test.each<[string, z.ZodType, unknown]>([
  ['fits', page(row), { results: [{ id: 'a' }] }],
  ['is no list', page(row), { rows: [] }],
  ['is nothing', page(row), null],
  [
    'lacks what it needs beside its rows',
    page(row).extend({ name: z.string() }),
    { results: [{}] },
  ],
  ['is of another kind', z.array(row), { results: [{}] }],
  ['is one thing without what it needs', row, { id: 1 }],
])('an answer that %s is left alone', (_, output, body) => {
  expect(withoutOddParts(output, body)).toBeUndefined()
})

test('a list with very many odd rows is read quickly', () => {
  const results = Array.from({ length: 100_000 }, (_, i) => (i % 2 ? { id: `${i}` } : { id: i }))
  expect(withoutOddParts(page(row), { results })?.oddRows).toHaveLength(50_000)
})

test('an object without any expected field is something else, not one with everything off', () => {
  const settings = z.looseObject({ enabled: z.boolean().nullish() })
  for (const body of [{}, { enabled: null }, { enabled: true, new: 1 }, { links: [] }])
    expect(readAs(settings, body)).toEqual({ data: body })
  for (const body of [
    { message: 'Endpoint request timed out' },
    { content: { enabled: true } },
    [],
  ])
    expect(readAs(settings, body)).toBeUndefined()
})

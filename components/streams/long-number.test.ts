import { expect, test } from 'vitest'
import { createProcessor } from '@/lib/ops/stream-definition'
import { problemsIn, withoutSpace } from '../data/json-text'
import { shapeNew } from './definition-form'

const typed = `[
  { "$source": { "connectionName": "kafka" } },
  { "$match": { "at": { "$gt": 9007199254740993 }, "note": "a \\"b\\"  c" } },
  { "$emit": { "connectionName": "kafka" } }
]`

test('a long number is marked at its line, and the form refuses it with the digits that were typed', () => {
  expect(problemsIn(typed)).toEqual([
    expect.objectContaining({ line: 3, message: expect.stringContaining('9007199254740993') }),
  ])
  const place = { groupId: 'a'.repeat(24), tenantName: 'lab' }
  const { error } = createProcessor.input.safeParse(
    shapeNew({ ...place, name: 'new', pipeline: typed }),
  )
  expect(error?.issues).toEqual([
    expect.objectContaining({
      path: ['pipeline'],
      message: expect.stringContaining('{"$numberLong": "9007199254740993"}'),
    }),
  ])
})

test('a text without its space has the same values, spaces inside texts included', () => {
  const short = withoutSpace(typed)
  expect(short).not.toMatch(/\n/)
  expect(short).toContain('"a \\"b\\"  c"')
  expect(short).toContain('9007199254740993')
  expect(JSON.parse(short)).toEqual(JSON.parse(typed))
})

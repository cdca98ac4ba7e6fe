import { expect, test } from 'vitest'
import { rowsIn } from './answer-rows'

const rows = [{ a: 1 }, { a: 2 }]

test.each([
  ['a list', rows],
  ['a page of results', { results: rows, totalCount: 2 }],
  ['a list under a name of its own', { databases: rows, links: [{ rel: 'self' }] }],
])('%s has rows', (_, answer) => {
  expect(rowsIn(answer)).toEqual(rows)
})

test.each([
  ['one resource with a list in it', { name: 'main', replicationSpecs: rows }],
  ['two lists', { a: rows, b: rows }],
  ['an empty list', []],
  ['a text', 'done'],
])('%s has none', (_, answer) => {
  expect(rowsIn(answer)).toBeUndefined()
})

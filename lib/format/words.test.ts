import { expect, test } from 'vitest'
import { countAll, countOf } from './words'

test.each([
  'entry entries',
  'policy policies',
  'index indexes',
  'process processes',
  'address addresses',
  'database databases',
  'API key API keys',
])('one and two: %s', (pair) => {
  const [one = '', many = ''] = pair.startsWith('API') ? ['API key', 'API keys'] : pair.split(' ')
  expect([countAll(1, many), countAll(2, many), countOf(1, 1, many)]).toEqual([
    `1 ${one}`,
    `2 ${many}`,
    `1 ${one}`,
  ])
})

test('a part of a list', () => {
  expect(countOf(1, 1204, 'events')).toBe('1 of 1,204 events')
  expect(countOf(0, 1, 'secrets')).toBe('0 of 1 secret')
})
